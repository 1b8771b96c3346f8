import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tray } from '../../bench/support/tray.ts'
import { findLocalStack } from '../../cli/connect.ts'
import { applyDelivery, type DeliveryFact } from '../../core/deliveries/apply-delivery.ts'
import { ledgerEntry } from '../../core/deliveries/delivery.ts'
import type { PlanMessage } from '../../core/messages.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { resumeIssue } from '../../lambdas/control-issue/resume-issue.ts'
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

const now = () => mails.local.clock.now()
const record = (body: string) => recordFeedback(body, services, now())
const suppressionOf = async (address: string) => services.suppressions.get(await mails.hash(address))

async function sendDigest(): Promise<number> {
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.local.idle()
  return (await services.issues.getDigest('daily')).lastNumber
}

test('a permanent bounce or a complaint suppresses the address, which does not get the next issue', async () => {
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

test('a reader whose mailbox works again subscribes, confirms, and gets the next issue and no earlier one', async () => {
  const reader = await mails.admit({ address: 'back@example.org' })
  const { connection } = await findLocalStack(mails.data)
  const ses = new SESv2Client(connection)
  await ses.send(new PutSuppressedDestinationCommand({ EmailAddress: reader.address, Reason: 'BOUNCE' }))
  await services.suppressions.add(await mails.hash(reader.address), { reason: 'bounce', at: now().toISOString() })
  await sendDigest()
  expect(mails.mailsEach([reader])).toEqual([0])
  const signUp = async () => {
    await fetch(`${mails.local.site}/subscribe`, {
      method: 'POST',
      body: new URLSearchParams({ email: reader.address }),
    })
    await mails.local.idle()
  }
  await signUp()
  await signUp()
  const [mail, ...others] = await mails.mailsTo(reader)
  expect([mail?.subject, others]).toEqual([expect.stringContaining('Confirm'), []])
  const [link = ''] = /http\S+confirm\?t=[\w.%-]+/.exec(mail?.text ?? '') ?? []
  expect(await (await fetch(link)).text()).toContain('One more step')
  expect(await suppressionOf(reader.address)).toBeDefined()
  mails.local.clock.move(1_000)
  expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ pressed: 'yes' }) })).status).toBe(200)
  await mails.local.idle()
  expect(await suppressionOf(reader.address)).toBeUndefined()
  expect(await mails.stack.accountSuppressions.get(reader.address)).toBeUndefined()
  const before = mails.mailsEach([reader])[0] ?? 0
  await sendDigest()
  expect(mails.mailsEach([reader])).toEqual([before + 1])
  expect((await mails.mailsTo(reader)).at(-1)?.text).not.toContain('Story 1.')
  const bounceAt = (at: Date) => {
    const event = bounce('Permanent', 'General', [{ ...unknownUser, emailAddress: reader.address }])
    const mail = { ...event.mail, destination: [reader.address], tags: {} }
    return JSON.stringify({ ...event, mail, bounce: { ...event.bounce, timestamp: at.toISOString() } })
  }
  await record(bounceAt(new Date(now().getTime() - 60 * 60 * 1_000))) // the old event again
  expect(await suppressionOf(reader.address)).toBeUndefined()
  await record(bounceAt(new Date(now().getTime() + 1_000)))
  expect(await suppressionOf(reader.address)).toMatchObject({ reason: 'bounce' })
  ses.destroy()
})

const delivered = sesEvent('Delivery', {
  delivery: { timestamp: '2026-11-21T06:00:04.000Z', recipients: ['ada@example.org'] },
})
const events = { send: sesEvent('Send', { send: {} }), delivered, complaint: complaint('abuse') }
type Step = keyof typeof events | 'mark'
const steps: readonly Step[] = ['send', 'delivered', 'complaint', 'mark']

/** Stores a claimed delivery. */
async function openDelivery() {
  const subscriber = await mails.admit()
  const claimed: DeliveryFact = { kind: 'claimed', token: 'one', at: mails.local.clock.now().toISOString() }
  const pending = await services.deliveries.add(
    ledgerEntry('daily-9000', { subscriberId: subscriber.id, articles: ['a'] }),
  )
  if (pending === 'taken') throw new Error('The ledger already has the delivery')
  const after = applyDelivery(pending.delivery, claimed)
  const stored = after === 'impossible' ? 'taken' : await services.deliveries.save(pending, after)
  if (stored === 'taken') throw new Error('The claim failed')
  return {
    subscriber,
    /** Marks it submitted as its sender would, from the version that the sender claimed. */
    mark: async () => {
      const marked = applyDelivery(stored.delivery, { kind: 'submitted', messageId: 'ses-1' })
      if (marked !== 'impossible') await services.deliveries.save(stored, marked)
    },
    read: async () => (await services.deliveries.get('daily-9000', subscriber.id))?.delivery,
  }
}

/** Returns an event about the mail to this subscriber. */
function bodyOf(event: object, subscriber: Subscriber): string {
  return JSON.stringify(event)
    .replaceAll('daily-12', 'daily-9000')
    .replaceAll('ab12cd34', subscriber.id)
    .replaceAll('ada@example.org', subscriber.address)
}

/** Complaints about issue 9000 so far. */
let complained = 0

test.each(permutations(steps))(
  '%s, %s, %s, %s, then all in reverse, always end in the same state',
  async (...order) => {
    const { subscriber, mark, read } = await openDelivery()
    for (const step of [...order, ...order.toReversed()]) {
      if (step === 'mark') await mark()
      else await record(bodyOf(events[step], subscriber))
    }
    expect(await read()).toMatchObject({ state: 'submitted', outcome: 'complained', messageId: 'ses-1', attempts: 1 })
    expect((await read())?.claim).toBeUndefined()
    expect(await suppressionOf(subscriber.address)).toMatchObject({
      reason: 'complaint',
      at: '2026-11-21T06:00:05.000Z',
    })
    expect(await services.deliveries.readStatistics('daily-9000')).toMatchObject({ complained: ++complained })
  },
)

test('events that arrive at the same time are all recorded', async () => {
  const { subscriber, mark, read } = await openDelivery()
  const bodies = Object.values(events).map((event) => bodyOf(event, subscriber))
  await Promise.all([...bodies, ...bodies].map(record).concat(mark()))
  expect(await read()).toMatchObject({ state: 'submitted', outcome: 'complained' })
})

test.each([
  ['first', ['complaint', 'bounce']],
  ['last', ['bounce', 'complaint']],
] as const)('a complaint outweighs a bounce, even if it arrives %s', async (_when, order) => {
  const { subscriber } = await openDelivery()
  const facts = { complaint: complaint('abuse'), bounce: bounce('Permanent', 'General', [unknownUser]) }
  for (const kind of order) await record(bodyOf(facts[kind], subscriber))
  expect(await suppressionOf(subscriber.address)).toMatchObject({ reason: 'complaint' })
})

test('the address that was mailed is suppressed, even if the mail was not a delivery and the mailbox forwards', async () => {
  const forwarded = [{ ...unknownUser, emailAddress: 'Bob <bob@example.org>' }]
  const event = { ...bounce('Permanent', 'General', forwarded), mail: sesEvent('Bounce', {}, {}).mail }
  await record(JSON.stringify(event))
  expect(await suppressionOf('ada@example.org')).toMatchObject({ reason: 'bounce' })
  expect(await suppressionOf('bob@example.org')).toBeUndefined()
})

test('a bounce that cannot be read goes to the dead-letter queue, from where it can be retried', async () => {
  const broken = JSON.stringify({ eventType: 'Bounce', mail: {} })
  await record(broken)
  const failures = await mails.stack.failures.list()
  expect(failures).toMatchObject([{ source: 'feedback', retry: { kind: 'send', body: broken } }])
  expect(failures[0]?.error).toContain('messageId')
  expect(await mails.stack.failures.redrive('feedback')).toHaveLength(1)
  await mails.local.idle()
  expect(await mails.stack.failures.list()).toHaveLength(1) // it still cannot be read
})

test('feedback about a delivery that is not in the ledger changes nothing', async () => {
  await record(JSON.stringify(events.send))
  expect(await services.deliveries.get('daily-12', 'ab12cd34')).toBeUndefined()
})

test('a message that is not an SES event is rejected, not retried', async () => {
  await expect(record('{"hello":1}')).rejects.toThrow(RejectedInputError)
})

/** Records reports about mails of an issue: numbers of deliveries, permanent bounces, complaints and refusals. */
async function report(
  issue: string,
  counts: { delivered?: number; bounced?: number; complained?: number; refused?: number },
) {
  const strict = { ...services.site.publication.limits, minimumSample: 20 }
  const site = { ...services.site, publication: { ...services.site.publication, limits: strict } }
  for (const [kind, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n += 1) {
      const subscriber = await mails.admit()
      const claimed = applyDelivery(ledgerEntry(issue, { subscriberId: subscriber.id, articles: ['a'] }), claim)
      if (claimed !== 'impossible') await services.deliveries.add(claimed)
      const body = bodyOf(reports[kind as keyof typeof reports], subscriber).replaceAll('daily-9000', issue) // a key of `counts`
      for (const _twice of [1, 2]) await recordFeedback(body, { ...services, site }, mails.local.clock.now())
    }
  }
}
const claim = { kind: 'claimed', token: 'one', at: '2026-11-21T06:00:00.000Z' } as const
const reports = {
  delivered,
  bounced: bounce('Permanent', 'General', [unknownUser]),
  complained: complaint('abuse'),
  refused: bounce('Permanent', 'General', [{ ...unknownUser, status: '5.7.515' }]),
}
const stopOf = async (number: number) => (await services.issues.get('daily', number))?.hold

/** Composes an issue that nobody plans, so that it does not end. */
async function composeOnly(): Promise<number> {
  await mails.publish(1)
  const plan = tray<PlanMessage>()
  await composeDigest({ digest: 'daily' }, { ...services, plan }, { now: mails.local.clock.now() })
  return (await services.issues.getDigest('daily')).lastNumber
}

test('an issue with too many bounces is paused once the sample is large enough', async () => {
  const number = await composeOnly()
  await report(`daily-${number}`, { bounced: 4, delivered: 15 })
  expect(await stopOf(number)).toBeUndefined()
  await report(`daily-${number}`, { bounced: 1 })
  expect(await stopOf(number)).toMatchObject({ kind: 'paused', reason: 'bounces' })
  expect(await services.deliveries.readStatistics(`daily-${number}`)).toEqual({ delivered: 15, bounced: 5 })
})

test('a submitted issue is not paused, because no mail of it is left', async () => {
  const number = await sendDigest()
  await report(`daily-${number}`, { bounced: 20 })
  expect(await services.issues.get('daily', number)).toMatchObject({ state: 'submitted' })
  expect(await stopOf(number)).toBeUndefined()
})

test('an issue with complaints is paused; after resume only new reports count', async () => {
  const number = await composeOnly()
  await report(`daily-${number}`, { delivered: 30, complained: 1 })
  expect(await stopOf(number)).toBeUndefined()
  await report(`daily-${number}`, { complained: 1 })
  expect(await stopOf(number)).toMatchObject({ kind: 'paused', reason: 'complaints' })
  await resumeIssue({ digest: 'daily', number, order: 'resume' }, { ...services, plan: tray<PlanMessage>() }, now())
  await report(`daily-${number}`, { complained: 3, delivered: 10 })
  expect(await stopOf(number)).toBeUndefined()
  await report(`daily-${number}`, { delivered: 10, complained: 1 })
  expect(await stopOf(number)).toMatchObject({ kind: 'paused', reason: 'complaints' })
})

const soft = (issue: number) =>
  JSON.stringify(bounce('Transient', 'MailboxFull', [{ emailAddress: 'ada@example.org' }]))
    .replace('daily-12', `daily-${issue}`)
    .replaceAll('T06:00:02.012Z', `T06:${10 + issue}:02.012Z`)
const accepted = (issue: number) =>
  JSON.stringify(delivered)
    .replace('daily-12', `daily-${issue}`)
    .replaceAll('T06:00:02.012Z', `T06:${10 + issue}:02.012Z`)

test('soft bounces of five issues in a row suppress an address; a delivery in between resets the count', async () => {
  const hash = await mails.hash('ada@example.org')
  await services.suppressions.remove(hash, await services.suppressions.get(hash))
  for (const issue of [1, 2, 3, 4, 4, 4]) await record(soft(issue))
  expect(await suppressionOf('ada@example.org')).toBeUndefined()
  await record(accepted(5))
  for (const issue of [6, 7, 8, 9]) await record(soft(issue))
  expect(await suppressionOf('ada@example.org')).toBeUndefined()
  await record(soft(10))
  expect(await suppressionOf('ada@example.org')).toMatchObject({ reason: 'bounce' })
})

test('issues that a server accepts and then returns count in a row, in any order and repeated', async () => {
  const recordOther = (body: string) => record(body.replaceAll('ada@example.org', 'eve@example.org'))
  for (const issue of [21, 22, 23, 24]) {
    const reports = [accepted(issue), soft(issue)]
    for (const body of issue % 2 === 0 ? reports : reports.toReversed()) await recordOther(body)
    await recordOther(accepted(issue))
  }
  expect(await suppressionOf('eve@example.org')).toBeUndefined()
  await recordOther(soft(25))
  expect(await suppressionOf('eve@example.org')).toMatchObject({ reason: 'bounce' })
})

test('an issue that mail servers refuse because of its sender is paused, and suppresses nobody', async () => {
  const number = await composeOnly()
  await report(`daily-${number}`, { delivered: 2, refused: 2 })
  expect(await stopOf(number)).toBeUndefined()
  await report(`daily-${number}`, { refused: 1 })
  expect(await stopOf(number)).toMatchObject({ kind: 'paused', reason: 'refusals' })
  expect(await services.deliveries.readStatistics(`daily-${number}`)).toEqual({ delivered: 2, refused: 3 })
})

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]))
}
