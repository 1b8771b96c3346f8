import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { tray } from '../../bench/support/tray.ts'
import { claimLeaseSeconds } from '../../core/deliveries/apply-delivery.ts'
import { divideConcurrency } from '../../core/deliveries/concurrency.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { PlanMessage, PublishMessage, SendMessage } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { verifyToken } from '../../core/subscribers/token.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { planPortion } from '../../lambdas/plan-deliveries.ts'
import { sendDeliveries } from '../../lambdas/send-deliveries.ts'
import { inProcess, lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'
import { fewReceives } from '../support/plans.ts'
import { linkIn } from '../support/visitor.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

let mails: MailStack
let services: ReturnType<typeof lambdaServices>

beforeAll(async () => {
  mails = await startMailStack(undefined, { change: fewReceives })
  services = lambdaServices(mails)
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** Plans an issue for the subscribers whose ids begin with `a`, and returns the message for its senders. */
async function planIssue(): Promise<{ readonly number: number; readonly message: SendMessage }> {
  await mails.publish(1)
  const queues = { plan: tray<PlanMessage>(), publish: tray<PublishMessage>(), send: tray<SendMessage>() }
  await composeDigest({ digest: 'daily' }, { ...services, ...queues }, { now: mails.local.clock.now() })
  const { lastNumber: number } = await services.issues.getDigest('daily')
  await planPortion(
    JSON.stringify({ digest: 'daily', number, shard: 'a' }),
    { ...services, ...queues },
    mails.local.clock.now(),
  )
  const recipients = queues.send.messages.flatMap((each) => each.recipients)
  return { number, message: { digest: 'daily', number, recipients } }
}

const admit = (count: number) => mails.admitMany(count, 'a')
const later = () => tray<SendMessage>()
const send = (message: SendMessage, part: Partial<typeof services> = {}) =>
  sendDeliveries(JSON.stringify(message), { ...services, ...part }, mails.local.clock.now())
const counts = async (number: number) => (await mails.count('daily', number)).counts
const entry = async (number: number, { id }: Subscriber) => {
  const stored = await services.deliveries.get(issueId({ digest: 'daily', number }), id)
  if (!stored) throw new Error('The ledger does not have this delivery')
  return stored
}

/** Expects that the counts of an issue add up, and that each of its recipients was mailed once. */
async function expectOneEach(number: number, subscribers: readonly Subscriber[]): Promise<void> {
  expect(mails.mailsEach(subscribers)).toEqual(subscribers.map(() => 1))
  const none = { skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  expect(await counts(number)).toEqual({ ...none, recipients: subscribers.length, submitted: subscribers.length })
}

const kills: readonly [string, Partial<FaultRule>][] = [
  ['claims', { operation: 'PutItem' }],
  ['submits', { operation: 'SendRawEmail' }],
  ['marks', { operation: 'PutItem', nth: 2 }],
]

test.each(
  kills.flatMap(([what, effect]) => [
    [`before it ${what}`, { ...effect, fault: 'kill-before' }] as const,
    [`after it ${what}`, { ...effect, fault: 'kill-after' }] as const,
  ]),
)('a sender that stops %s is retried, and sends one mail', async (_when, kill) => {
  const subscribers = await admit(1)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ accessKey: /SendDeliveries/, ...kill })
  await services.send.add(message)
  await mails.settle()
  expect(rule.hits).toBe(1)
  await expectOneEach(number, subscribers)
})

test('a message that arrives several times, even concurrently, sends one mail to each recipient', async () => {
  const subscribers = await admit(5)
  const { number, message } = await planIssue()
  await Promise.all(Array.from({ length: 5 }, () => send(message)))
  await send(message)
  await mails.settle()
  await expectOneEach(number, subscribers)
})

test('a sender that is faster than the planner stores the deliveries itself', async () => {
  const subscribers = await admit(2)
  const { number, message } = await planIssue()
  const [late] = await admit(1)
  const recipients = [
    ...message.recipients,
    { subscriberId: late?.id ?? '', articles: message.recipients[0]?.articles ?? [] },
  ]
  await send({ ...message, recipients })
  await mails.local.idle()
  await expectOneEach(number, [...subscribers, ...(late ? [late] : [])])
})

test('a throttled mail is put back, does not count as an attempt, and is submitted later', async () => {
  const subscribers = await admit(30)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'throttle', nth: 2, times: 5 })
  const back = later()
  await send(message, { send: back })
  const putBack = back.messages.flatMap(({ recipients }) => recipients)
  expect(putBack.length).toBeGreaterThanOrEqual(rule.hits)
  expect(await counts(number)).toMatchObject({ pending: putBack.length, failed: 0, unknown: 0 })
  for (const each of back.messages) await services.send.add(each)
  await mails.local.idle()
  await expectOneEach(number, subscribers)
  for (const subscriber of subscribers) expect((await entry(number, subscriber)).delivery.attempts).toBe(1)
})

/** Makes senders ask SES for the quota again. */
const forgetQuota = () => mails.local.clock.move(61_000)

test('two senders share the account’s rate, so that hardly any mail is throttled', async () => {
  mails.local.ses.setQuota({ max24HourSend: 100_000, maxSendRate: 20 })
  const count = (operation: string) =>
    mails.local.faults.add({
      ...{ accessKey: inProcess, operation, fault: 'hang', milliseconds: 0, times: Number.POSITIVE_INFINITY },
    })
  const subscribers = await admit(40)
  const { number, message } = await planIssue()
  forgetQuota()
  await services.pace.reserve(1, mails.local.clock.now().getTime(), 1_000)
  const [calls, quotas] = [count('SendRawEmail'), count('GetSendQuota')]
  const shares = [message.recipients.slice(0, 20), message.recipients.slice(20)]
  await Promise.all(shares.map((recipients) => send({ ...message, recipients }, lambdaServices(mails))))
  mails.local.ses.setQuota({ max24HourSend: 1_000_000, maxSendRate: 10_000 })
  await mails.local.idle()
  await expectOneEach(number, subscribers)
  expect(calls.hits).toBeLessThan(45)
  expect(quotas.hits).toBe(0)
  forgetQuota()
})

test('once the day’s quota is spent, deliveries are put back for 15 minutes', async () => {
  const subscribers = await admit(3)
  const { number, message } = await planIssue()
  mails.local.ses.setQuota({ max24HourSend: mails.captured().length, maxSendRate: 10_000 })
  const delays: (number | undefined)[] = []
  const back = { ...later(), add: async (_message: SendMessage, delay?: number) => void delays.push(delay) }
  await send(message, { send: back })
  mails.local.ses.setQuota({ max24HourSend: 1_000_000, maxSendRate: 10_000 })
  forgetQuota()
  expect(delays).toEqual([900])
  expect(await counts(number)).toMatchObject({ pending: 3, failed: 0 })
  await send(message)
  await mails.local.idle()
  await expectOneEach(number, subscribers)
})

test('a sender whose GetSendQuota is throttled uses the last quota', async () => {
  const subscribers = await admit(2)
  const { number, message } = await planIssue()
  forgetQuota()
  const rule = mails.local.faults.add({ accessKey: inProcess, operation: 'GetSendQuota', fault: 'throttle' })
  await send(message)
  expect(rule.hits).toBe(1)
  await mails.local.idle()
  await expectOneEach(number, subscribers)
})

test('a submission whose response is lost is settled by the Send event, without a second mail', async () => {
  const subscribers = await admit(2)
  const { number, message } = await planIssue()
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'lose-response', times: 2 })
  const back = later()
  await send(message, { send: back })
  expect(back.messages).toEqual([message])
  await mails.local.idle()
  await expectOneEach(number, subscribers)
  await send(message)
  await mails.settle()
  await expectOneEach(number, subscribers)
})

test('after a submission without an answer, the rest of the batch waits', async () => {
  const subscribers = await admit(3)
  const { number, message } = await planIssue()
  const calls = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail', times: 3 })
  const back = later()
  const reserve = async (count: number, startsAt: number) =>
    ({ kind: 'reserved', count, startsAt, interval: 2_000 }) as const
  await send(message, { send: back, pace: { ...services.pace, reserve } })
  expect(calls.hits).toBe(1)
  expect(back.messages.flatMap(({ recipients }) => recipients)).toHaveLength(3)
  mails.local.faults.clear()
  for (const each of back.messages) await services.send.add(each)
  await mails.settle()
  await expectOneEach(number, subscribers)
})

test('the timeout of a sender is shorter than its claims, and it takes one message at a time', () => {
  const { plan } = mails.local
  const sender = plan.functions.find(({ logicalId }) => logicalId.includes('SendDeliveries'))
  const source = plan.eventSources.find(({ functionArn }) => functionArn === sender?.arn)
  expect(sender?.timeout).toBeLessThan(claimLeaseSeconds)
  expect(source).toMatchObject({
    batchSize: 1,
    maximumConcurrency: divideConcurrency(services.site.publication).senders,
  })
})

test('a submission without any answer becomes unknown, and is repeated once after the settling time', async () => {
  const subscribers = await admit(1)
  const { number, message } = await planIssue()
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  await send(message)
  expect(await counts(number)).toMatchObject({ pending: 1 })
  mails.local.clock.move(61_000)
  await mails.local.idle()
  expect(await counts(number)).toMatchObject({ unknown: 1, submitted: 0 })
  expect(mails.mailsEach(subscribers)).toEqual([0])
  mails.local.clock.move(180_000)
  await mails.local.idle()
  expect(mails.mailsEach(subscribers)).toEqual([0])
  mails.local.clock.move(61_000)
  await mails.local.idle()
  await expectOneEach(number, subscribers)
})

test('with onUnknown: leave, an unknown delivery stays unknown and the issue is finished', async () => {
  const [subscriber] = await admit(1)
  const { number, message } = await planIssue()
  const { site } = services
  const leaving = { site: { ...site, publication: { ...site.publication, onUnknown: 'leave' as const } } }
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  const back = later()
  await send(message, { ...leaving, send: back })
  expect(back.messages).toEqual([message])
  mails.local.clock.move(61_000)
  await send(message, { ...leaving, send: back })
  expect(back.messages).toEqual([message, message])
  mails.local.clock.move(240_000)
  await send(message, { ...leaving, send: back })
  expect(back.messages).toHaveLength(2)
  expect(await counts(number)).toMatchObject({ recipients: 1, unknown: 1 })
  expect(mails.mailsEach(subscriber ? [subscriber] : [])).toEqual([0])
})

test.each<[string, string, (subscriber: Subscriber) => Promise<unknown>]>([
  ['unsubscribed', 'skipped', (subscriber) => mails.change(subscriber, { state: 'unsubscribed' })],
  ['paused', 'skipped', (subscriber) => mails.change(subscriber, { pausedUntil: '2040-01-01T00:00:00.000Z' })],
  ['erased', 'skipped', (subscriber) => mails.erase(subscriber)],
  ['bounce', 'suppressed', async (subscriber) => suppress(subscriber, 'bounce')],
  ['complaint', 'suppressed', async (subscriber) => suppress(subscriber, 'complaint')],
])('a recipient whose state became %s after planning is %s, without a mail', async (reason, state, change) => {
  const [changed, other] = await admit(2)
  const { number, message } = await planIssue()
  if (!changed || !other) throw new Error('no subscriber was added')
  await change(changed)
  await send(message)
  await mails.local.idle()
  expect(mails.mailsEach([changed, other])).toEqual([0, 1])
  expect((await entry(number, changed)).delivery).toMatchObject({ state, reason, attempts: 0 })
  expect(await counts(number)).toMatchObject({ recipients: 2, submitted: 1, [state]: 1, pending: 0 })
})

async function suppress(subscriber: Subscriber, reason: 'bounce' | 'complaint'): Promise<void> {
  await services.suppressions.add(await mails.hash(subscriber.address), { reason, at: '2030-01-01T00:00:00.000Z' })
}

test('a delivery whose address SES rejects has failed, with the reason; the others are submitted', async () => {
  const wrong = await mails.admit({ address: 'käthe@example.org' }, 'a')
  const others = await admit(2)
  const { number, message } = await planIssue()
  await send(message)
  await mails.local.idle()
  expect(mails.mailsEach(others)).toEqual([1, 1])
  expect((await entry(number, wrong)).delivery).toMatchObject({ state: 'failed', reason: 'InvalidParameterValue' })
  expect(await counts(number)).toMatchObject({ recipients: 3, submitted: 2, failed: 1 })
})

test('an unverified From address fails no delivery: all wait for the operator', async () => {
  const subscribers = await admit(2)
  const { number, message } = await planIssue()
  const { address } = services.site.publication.sender
  const errorText = `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`
  mails.local.faults.add({
    operation: 'SendRawEmail',
    fault: 'fail',
    times: 2,
    error: new AwsError('MessageRejected', 400, errorText),
  })
  await expect(send(message)).rejects.toMatchObject({ name: 'MessageRejected' })
  expect(await counts(number)).toMatchObject({ pending: 2, failed: 0 })
  await send(message)
  await mails.local.idle()
  await expectOneEach(number, subscribers)
})

test('a mail that cannot be written ends in the dead-letter queue; the others are submitted', async () => {
  const subscribers = await admit(3)
  const { number, message } = await planIssue()
  const [poison, ...others] = subscribers
  if (!poison) throw new Error('no subscriber was added')
  const stored = await entry(number, poison)
  await services.deliveries.save(stored, { ...stored.delivery, articles: ['none-of-the-issue'] })
  const before = await mails.stack.failures.count()
  await services.send.add(message)
  await mails.settle()
  expect(mails.mailsEach([poison, ...others])).toEqual([0, 1, 1])
  expect(await mails.stack.failures.count()).toBe(before + 1)
  expect(await counts(number)).toMatchObject({ recipients: 3, submitted: 2, pending: 1 })
})

test('a mail that cannot be written does not prevent others from being put back', async () => {
  const [poison, throttled] = await admit(2)
  const { number, message } = await planIssue()
  if (!poison || !throttled) throw new Error('no subscriber was added')
  const stored = await entry(number, poison)
  await services.deliveries.save(stored, { ...stored.delivery, articles: ['none-of-the-issue'] })
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'throttle' })
  const back = later()
  await expect(send(message, { send: back })).rejects.toThrow('none-of-the-issue')
  expect(back.messages.flatMap(({ recipients }) => recipients.map((each) => each.subscriberId))).toEqual([throttled.id])
})

test('the links of a mail have tokens of its recipient, each for one purpose', async () => {
  const [subscriber] = await admit(1)
  const { message } = await planIssue()
  await send(message)
  const [mail] = await mails.mailsTo(subscriber ?? { address: '' })
  if (!mail) throw new Error('there is no mail')
  const secrets = await services.readSecrets()
  const now = new Date('2090-01-01T00:00:00Z') // they never expire
  for (const purpose of ['unsubscribe', 'preferences'] as const) {
    const token = new URL(linkIn(mail, purpose)).searchParams.get('t') ?? ''
    expect(verifyToken(secrets, purpose, token, now)).toMatchObject({ kind: 'valid', subscriberId: subscriber?.id })
    expect(verifyToken(secrets, 'confirm', token, now)).toEqual({ kind: 'forged' })
  }
  const oneClick = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
  expect(oneClick).toContain(linkIn(mail, 'unsubscribe'))
})

test('a claim whose response is lost is recognized, and its mail is submitted at once', async () => {
  const subscribers = await admit(1)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ accessKey: /SendDeliveries/, operation: 'PutItem', fault: 'lose-response' })
  await services.send.add(message)
  await mails.local.idle()
  expect(rule.hits).toBe(1)
  await expectOneEach(number, subscribers)
})

test('a restart repeats nothing and finishes open deliveries', async () => {
  const subscribers = await admit(3)
  const { number, message } = await planIssue()
  const { recipients } = message
  await send({ ...message, recipients: recipients.slice(0, 2) })
  await mails.local.idle()
  await mails.close({ keep: true })
  mails = await startMailStack(mails.data, { change: fewReceives })
  services = lambdaServices(mails)
  await services.send.add(message)
  await mails.settle()
  await expectOneEach(number, subscribers)
})
