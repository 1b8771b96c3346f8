import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyDelivery, canClaim, type DeliveryFact, outcomes } from '../../../core/deliveries/apply-delivery.ts'
import type { Delivery } from '../../../core/deliveries/delivery.ts'
import { countDeliveries } from '../../../core/deliveries/progress.ts'

const at = fc.integer({ min: 0, max: 2_000 }).map((seconds) => new Date(seconds * 1000).toISOString())
const token = fc.constantFrom('one', 'two', 'three')
const messageId = fc.constantFrom('ses-1', 'ses-2')
const fact: fc.Arbitrary<DeliveryFact> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('claimed' as const), token, at }), weight: 4 },
  fc.record({ kind: fc.constant('submitted' as const), messageId }),
  fc.record({ kind: fc.constant('released' as const), token }),
  fc.record({
    kind: fc.constantFrom('skipped' as const, 'suppressed' as const, 'failed' as const),
    reason: fc.constant('why'),
    token,
  }),
  fc.record({ kind: fc.constantFrom('skipped' as const, 'suppressed' as const), reason: fc.constant('why') }),
  { arbitrary: fc.record({ kind: fc.constant('leaseEnded' as const), at }), weight: 3 },
  fc.record({ kind: fc.constant('settlingTimePassed' as const), at, onUnknown: fc.constantFrom('leave', 'resend') }),
  fc.record({ kind: fc.constant('reported' as const), outcome: fc.constantFrom(...outcomes), messageId }),
)
/** Facts in any order, some of them repeated at once. */
const history = fc
  .tuple(fc.array(fact, { maxLength: 25 }), fc.infiniteStream(fc.boolean()))
  .map(([facts, repeats]) => facts.flatMap((each) => (repeats.next().value ? [each, each] : [each])))

test('a submitted delivery stays submitted, and only a pending one can be claimed', () => {
  fc.assert(
    fc.property(history, (facts) => {
      for (const { before, fact, after } of run(facts)) {
        if (before.state === 'submitted') expect(after.state).toBe('submitted')
        expect(canClaim(before)).toBe(before.state === 'pending')
        if (fact.kind === 'claimed' && after !== before) expect(before.state).toBe('pending')
      }
    }),
  )
})

test('a delivery is submitted again only if its last submission was unknown or certainly did not happen', () => {
  fc.assert(
    fc.property(history, (facts) => {
      let open = false
      for (const { before, fact, after } of run(facts)) {
        if (after === before) continue
        if (fact.kind === 'claimed') {
          expect(open).toBe(false)
          open = true
        } else if (fact.kind === 'released' || before.state === 'unknown') open = false
      }
    }),
  )
})

test('repeating a fact at once changes nothing', () => {
  fc.assert(
    fc.property(history, (facts) => {
      for (const { fact, after } of run(facts)) {
        const again = applyDelivery(after, fact)
        if (again !== 'impossible') expect(again).toBe(after)
      }
    }),
  )
})

test('attempts are never negative, and a settled delivery has no claim', () => {
  fc.assert(
    fc.property(history, (facts) => {
      for (const { after } of run(facts)) {
        expect(after.attempts).toBeGreaterThanOrEqual(0)
        expect(after.claim !== undefined).toBe(after.state === 'claimed' || after.state === 'unknown')
        expect(after.messageId !== undefined).toBe(after.state === 'submitted')
      }
    }),
  )
})

test('after any facts, the counts add up to the recipients', () => {
  fc.assert(
    fc.property(fc.array(history, { maxLength: 10 }), (histories) => {
      const states = histories.map((facts) => run(facts).at(-1)?.after.state ?? 'pending')
      const { recipients, ...rest } = countDeliveries(states)
      expect(recipients).toBe(histories.length)
      expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(recipients)
    }),
  )
})

function run(facts: readonly DeliveryFact[]) {
  let before: Delivery = {
    issueId: 'daily-12',
    subscriberId: 'ab12cd34',
    state: 'pending',
    articles: ['a'],
    reason: undefined,
    claim: undefined,
    attempts: 0,
    messageId: undefined,
    handedOverAt: undefined,
    givenUp: 0,
    repeats: [],
    outcome: undefined,
  }
  return facts.map((fact) => {
    const result = applyDelivery(before, fact)
    const step = { before, fact, after: result === 'impossible' ? before : result }
    before = step.after
    return step
  })
}
