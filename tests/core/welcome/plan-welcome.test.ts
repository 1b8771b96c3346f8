import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readIssueId } from '../../../core/issues/issue.ts'
import { applySubscriber } from '../../../core/subscribers/apply-subscriber.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import {
  availableSteps,
  chooseText,
  dueRanges,
  isWelcomeId,
  nextWelcome,
  planWelcome,
  welcomeId,
} from '../../../core/welcome/plan-welcome.ts'
import type { WelcomeRecord } from '../../../core/welcome/welcome-text.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'
import { sampleRecord } from './sample-welcome.ts'

const day = 86_400
const confirmedAt = '2026-11-10T12:00:00.000Z'
const after = (days: number) => new Date(Date.parse(confirmedAt) + days * day * 1000)
const reader = (changes: Partial<Subscriber> = {}) =>
  sampleSubscriber({ confirmedAt, welcome: { last: 0, start: confirmedAt }, language: 'en', ...changes })
const series = [sampleRecord(1), sampleRecord(2, { after: 3 * day }), sampleRecord(3, { after: 7 * day })]

function plan(changes: Partial<Subscriber>, days: number, records: readonly WelcomeRecord[] = series) {
  const now = after(days)
  const move = planWelcome(reader(changes), availableSteps(records, now), 'en', now)
  return move.kind === 'wait' ? 'wait' : `${move.kind} ${move.number}`
}
const at = (last: number, start = confirmedAt) => ({ welcome: { last, start } })

test('each text is due its time after confirming, in the order of the numbers', () => {
  expect(plan(at(0), 0)).toBe('send 1')
  expect(plan(at(1), 2.9)).toBe('wait')
  expect(plan(at(1), 3)).toBe('send 2')
  expect(plan(at(2), 6.9)).toBe('wait')
  expect(plan(at(2), 7)).toBe('send 3')
  expect(plan(at(3), 400)).toBe('wait')
})

test('nobody gets a text that was uploaded after they confirmed, nor waits for it', () => {
  const added = [series[0], sampleRecord(2, { after: day, from: after(1).toISOString() }), series[2]].flatMap(
    (each) => each ?? [],
  )
  expect(plan(at(1), 6, added)).toBe('pass 2')
  expect(plan(at(1), 7, added)).toBe('send 3')
  expect(plan({ ...at(0), confirmedAt: '2026-10-01T00:00:00.000Z' }, 10)).toBe('pass 3')
})

test('people who are imported, pending, unsubscribed or paused get nothing', () => {
  expect(plan({ welcome: undefined }, 10)).toBe('wait')
  expect(plan({ state: 'pending' }, 10)).toBe('wait')
  expect(plan({ state: 'unsubscribed' }, 10)).toBe('wait')
  expect(plan({ pausedUntil: after(20).toISOString() }, 10)).toBe('wait')
})

test('after a pause, waiting begins again', () => {
  const paused = { ...at(1), pausedUntil: after(20).toISOString() }
  expect(plan(paused, 22)).toBe('wait')
  expect(plan(paused, 23)).toBe('send 2')
})

test('a missing number is left out, and so is a removed text', () => {
  const [one, two, three] = series
  expect(
    plan(
      at(1),
      7,
      [one, three].flatMap((each) => each ?? []),
    ),
  ).toBe('send 3')
  const removed = two && { ...two, state: 'withdrawn' as const, text: undefined }
  expect(
    plan(
      at(1),
      7,
      [one, removed, three].flatMap((each) => each ?? []),
    ),
  ).toBe('send 3')
  expect(
    plan(
      at(1),
      3,
      [one, removed, three].flatMap((each) => each ?? []),
    ),
  ).toBe('wait')
})

test('a change of the waiting time counts for everybody who has not got the text', () => {
  const change = (days: number) => [sampleRecord(1), sampleRecord(2, { after: days * day })]
  expect(plan(at(1), 2, change(1))).toBe('send 2')
  expect(plan(at(1), 3, change(5))).toBe('wait')
})

test('a text for other digests is passed when it is due, so that a change of digest until then counts', () => {
  const weekly = [sampleRecord(1, { after: day, digests: ['weekly'] }), sampleRecord(2, { after: 3 * day })]
  expect(plan({ ...at(0), digest: 'daily' }, 0, weekly)).toBe('wait')
  expect(plan({ ...at(0), digest: 'daily' }, 1, weekly)).toBe('pass 1')
  expect(plan({ ...at(0), digest: 'weekly' }, 1, weekly)).toBe('send 1')
  expect(plan({ ...at(1), digest: 'weekly' }, 2, weekly)).toBe('wait')
})

test('a text is never mailed before one with a lower number is due', () => {
  const turned = [sampleRecord(1, { after: 5 * day }), sampleRecord(2, { after: day })]
  expect(plan(at(0), 2, turned)).toBe('wait')
  expect(plan(at(0), 5, turned)).toBe('send 1')
  expect(plan(at(1), 5, turned)).toBe('send 2')
})

test('if a text is late, the following ones keep their distance', () => {
  const now = after(30)
  const move = planWelcome(reader(at(1)), availableSteps(series, now), 'en', now)
  expect(move).toMatchObject({ kind: 'send', number: 2, start: after(27).toISOString() })
  expect(plan(at(2, after(27).toISOString()), 33)).toBe('wait')
  expect(plan(at(2, after(27).toISOString()), 34)).toBe('send 3')
})

test('a text before its date, or after its last day, is not available', () => {
  expect(plan(at(0), 1, [sampleRecord(1, { from: after(2).toISOString() })])).toBe('wait')
  expect(plan(at(0), 3, [sampleRecord(1, { until: after(2).toISOString() })])).toBe('wait')
})

test.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['pt', 'pt-BR'],
  ['PT-br', 'pt-BR'],
  ['fr', ''],
])('readers of %s get the variant "%s"', (language, variant) => {
  const records = ['', 'de', 'pt-BR'].map((each) => sampleRecord(1, { title: `in "${each}"` }, each))
  const [step] = availableSteps(records, after(0))
  expect(step && chooseText(step, language, 'en')?.title).toBe(`in "${variant}"`)
})

test('without a text for all languages, readers of another one get that of the publication, or none', () => {
  const [step] = availableSteps([sampleRecord(1, {}, 'de'), sampleRecord(1, { title: 'English' }, 'en')], after(0))
  expect(step && chooseText(step, 'fr', 'en-GB')?.title).toBe('English')
  expect(plan({ ...at(0), language: 'fr' }, 0, [sampleRecord(1, {}, 'de'), sampleRecord(2)])).toBe('send 2')
})

test('the time and the digests of translations are those of the text for all languages', () => {
  const records = [sampleRecord(1, { after: 9 * day, digests: ['weekly'] }, 'de'), sampleRecord(1, { after: day })]
  expect(availableSteps(records, after(0))).toMatchObject([{ number: 1, after: day, digests: [] }])
})

test('the ranges contain every subscriber who has to be moved', () => {
  const days = fc.integer({ min: 0, max: 20 })
  const text = fc.record({ after: days, from: days, isRemoved: fc.boolean(), digests: fc.constantFrom([], ['weekly']) })
  const person = fc.record({ last: fc.integer({ min: 0, max: 5 }), confirmed: days, late: days })
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), person, days, (texts, { last, confirmed, late }, today) => {
      const records = texts.map(({ after: wait, from, isRemoved, digests }, index) => {
        const record = sampleRecord(index + 1, { after: wait * day, from: after(from).toISOString(), digests })
        return isRemoved ? { ...record, text: undefined } : record
      })
      const now = after(today)
      const steps = availableSteps(records, now)
      const start = after(confirmed + late).toISOString()
      const subscriber = reader({ confirmedAt: after(confirmed).toISOString(), ...at(last, start) })
      const move = planWelcome(subscriber, steps, 'en', now)
      if (last > texts.length || move.kind !== 'send') return
      const ranges = dueRanges(steps, records, now)
      expect(ranges.some((range) => range.last === last && range.since <= start && start <= range.until)).toBe(true)
    }),
  )
})

test('whatever happens to a subscriber, the number of the last text never decreases', () => {
  const facts = [
    { kind: 'unsubscribed', at: confirmedAt },
    { kind: 'returned' },
    { kind: 'confirmed', at: confirmedAt },
    { kind: 'moved', address: 'eve@example.org', occupant: reader(at(4)) },
    { kind: 'reassigned', digest: 'weekly', at: confirmedAt },
    { kind: 'welcomed', number: 1, start: confirmedAt },
    { kind: 'welcomed', number: 3, start: confirmedAt },
  ] as const
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...facts)), (sequence) => {
      let current = reader()
      for (const fact of sequence) {
        const next = applySubscriber(current, fact)
        expect(next.welcome?.last ?? 0).toBeGreaterThanOrEqual(current.welcome?.last ?? 0)
        current = next
      }
    }),
  )
})

test('the next text and its time are known, unless something changes', () => {
  const steps = availableSteps(series, after(0))
  expect(nextWelcome(reader(at(1)), steps, 'en')).toEqual({ number: 2, due: after(3).toISOString() })
  expect(nextWelcome(reader(at(3)), steps, 'en')).toBeUndefined()
  expect(nextWelcome(reader({ welcome: undefined }), steps, 'en')).toBeUndefined()
  expect(nextWelcome(reader({ state: 'unsubscribed' }), steps, 'en')).toBeUndefined()
})

test('no issue has the id of a text', () => {
  expect(isWelcomeId(welcomeId(12))).toBe(true)
  expect(isWelcomeId('welcome-12')).toBe(false)
  expect(readIssueId(welcomeId(12))).toBeUndefined()
})
