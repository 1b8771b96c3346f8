import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { applyDelivery, type DeliveryFact } from '../../core/deliveries/apply-delivery.ts'
import { planDelivery } from '../../core/deliveries/plan-delivery.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { recordFeedback } from '../../lambdas/record-feedback.ts'
import { bounce, complaint, sesEvent, unknownUser } from '../core/feedback/sample-event.ts'
import { lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let services: ReturnType<typeof lambdaServices>

beforeAll(async () => {
  mails = await startMailStack()
  services = lambdaServices(mails)
})
afterEach(async () => {
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

const suppressionOf = async (address: string) => services.suppressions.get(await mails.hash(address))

async function sendDigest(): Promise<number> {
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.local.idle()
  return (await services.issues.getDigest('daily')).lastNumber
}

test('who bounces for good or complains is suppressed at once, and not mailed the next issue', async () => {
  const [fine, bounced, complained] = await Promise.all([
    mails.admit(),
    mails.admit({ address: 'bounce@simulator.amazonses.com' }),
    mails.admit({ address: 'complaint@simulator.amazonses.com' }),
  ])
  const first = await sendDigest()
  expect(mails.mailsEach([fine, bounced, complained])).toEqual([1, 1, 1])
  expect(await suppressionOf(bounced.address)).toMatchObject({ reason: 'bounce' })
  expect(await suppressionOf(complained.address)).toMatchObject({ reason: 'complaint' })
  expect(await suppressionOf(fine.address)).toBeUndefined()
  const outcomes = await Promise.all(
    [fine, bounced, complained].map(({ id }) => services.deliveries.get(`daily-${first}`, id)),
  )
  expect(outcomes.map((stored) => stored?.delivery.outcome)).toEqual(['delivered', 'bounced', 'complained'])
  const second = await sendDigest()
  expect(mails.mailsEach([fine, bounced, complained])).toEqual([2, 1, 1])
  expect((await mails.count('daily', second)).counts).toMatchObject({ recipients: 3, submitted: 1, suppressed: 2 })
})

const delivered = sesEvent('Delivery', {
  delivery: { timestamp: '2026-11-21T06:00:04.000Z', recipients: ['ada@example.org'] },
})
const events = { send: sesEvent('Send', { send: {} }), delivered, complaint: complaint('abuse') }
type Happening = keyof typeof events | 'mark'
const happenings: readonly Happening[] = ['send', 'delivered', 'complaint', 'mark']

/** A delivery that was just claimed, and what becomes of it and of its address. */
async function openDelivery() {
  const reader = await mails.admit()
  const claimed: DeliveryFact = { kind: 'claimed', token: 'one', at: mails.local.clock.now().toISOString() }
  const pending = await services.deliveries.add(
    planDelivery('daily-9000', { subscriberId: reader.id, articles: ['a'] }),
  )
  if (pending === 'taken') throw new Error('The ledger has it already')
  const after = applyDelivery(pending.delivery, claimed)
  const stored = after === 'impossible' ? 'taken' : await services.deliveries.save(pending, after)
  if (stored === 'taken') throw new Error('The claim did not work')
  return {
    reader,
    /** Of its sender, who knows only what it claimed itself. */
    mark: async () => {
      const marked = applyDelivery(stored.delivery, { kind: 'submitted', messageId: 'ses-1' })
      if (marked !== 'impossible') await services.deliveries.save(stored, marked)
    },
    read: async () => (await services.deliveries.get('daily-9000', reader.id))?.delivery,
  }
}

/** The event as SES tells it of this reader's mail. */
function bodyOf(event: object, reader: Subscriber): string {
  return JSON.stringify(event)
    .replaceAll('daily-12', 'daily-9000')
    .replaceAll('ab12cd34', reader.id)
    .replaceAll('ada@example.org', reader.address)
}

test.each(permutations(happenings))('%s, %s, %s, %s, each twice and mixed, end the same', async (...order) => {
  const { reader, mark, read } = await openDelivery()
  for (const happening of [...order, ...order.toReversed()]) {
    if (happening === 'mark') await mark()
    else await recordFeedback(bodyOf(events[happening], reader), services)
  }
  expect(await read()).toMatchObject({ state: 'submitted', outcome: 'complained', messageId: 'ses-1', attempts: 1 })
  expect((await read())?.claim).toBeUndefined()
  expect(await suppressionOf(reader.address)).toEqual({ reason: 'complaint', at: '2026-11-21T06:00:05.000Z' })
})

test('events that come all at once are all noted', async () => {
  const { reader, mark, read } = await openDelivery()
  const bodies = Object.values(events).map((event) => bodyOf(event, reader))
  await Promise.all([...bodies, ...bodies].map((body) => recordFeedback(body, services)).concat(mark()))
  expect(await read()).toMatchObject({ state: 'submitted', outcome: 'complained' })
})

test.each([
  ['first', ['complaint', 'bounce']],
  ['last', ['bounce', 'complaint']],
] as const)('a complaint outweighs a bounce, whether it comes %s', async (_when, order) => {
  const { reader } = await openDelivery()
  const facts = { complaint: complaint('abuse'), bounce: bounce('Permanent', 'General', [unknownUser]) }
  for (const kind of order) await recordFeedback(bodyOf(facts[kind], reader), services)
  expect(await suppressionOf(reader.address)).toMatchObject({ reason: 'complaint' })
})

test('everyone in an event is suppressed, also one whose mail was no delivery', async () => {
  const others = [unknownUser, { ...unknownUser, emailAddress: 'Bob <bob@example.org>' }]
  const event = { ...bounce('Permanent', 'General', others), mail: sesEvent('Bounce', {}, {}).mail }
  await recordFeedback(JSON.stringify(event), services)
  expect(await suppressionOf('ada@example.org')).toMatchObject({ reason: 'bounce' })
  expect(await suppressionOf('bob@example.org')).toMatchObject({ reason: 'bounce' })
})

test('feedback about a delivery that the ledger does not have changes nothing', async () => {
  await recordFeedback(JSON.stringify(events.send), services)
  expect(await services.deliveries.get('daily-12', 'ab12cd34')).toBeUndefined()
})

test('what is no event of SES is rejected, not retried', async () => {
  await expect(recordFeedback('{"hello":1}', services)).rejects.toThrow(RejectedInputError)
})

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
}
