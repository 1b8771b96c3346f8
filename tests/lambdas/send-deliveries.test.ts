import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { tray } from '../../bench/support/tray.ts'
import { claimLeaseSeconds } from '../../core/deliveries/apply-delivery.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { PlanMessage, PublishMessage, SendMessage } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { verifyToken } from '../../core/subscribers/token.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { planShard } from '../../lambdas/plan-deliveries.ts'
import { sendDeliveries } from '../../lambdas/send-deliveries.ts'
import { inProcess, lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'
import { linkIn } from '../support/visitor.ts'

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
})

let mails: MailStack
let services: ReturnType<typeof lambdaServices>

beforeAll(async () => {
  mails = await startMailStack()
  services = lambdaServices(mails)
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** An issue that is planned for readers whose ids begin with `a`, and what its senders are told. */
async function planIssue(): Promise<{ readonly number: number; readonly message: SendMessage }> {
  await mails.publish(1)
  const aside = { plan: tray<PlanMessage>(), publish: tray<PublishMessage>(), send: tray<SendMessage>() }
  await composeDigest(JSON.stringify({ digest: 'daily' }), { ...services, ...aside }, mails.local.clock.now())
  const { lastNumber: number } = await services.issues.getDigest('daily')
  await planShard(JSON.stringify({ digest: 'daily', number, shard: 'a' }), { ...services, ...aside })
  const recipients = aside.send.messages.flatMap((each) => each.recipients)
  return { number, message: { digest: 'daily', number, recipients } }
}

const admit = (count: number) => mails.admitMany(count, 'a')
const later = () => tray<SendMessage>()
const send = (message: SendMessage, part: Partial<typeof services> = {}) =>
  sendDeliveries(JSON.stringify(message), { ...services, ...part }, mails.local.clock.now())
const counts = async (number: number) => (await mails.count('daily', number)).counts
const entry = async (number: number, { id }: Subscriber) => {
  const stored = await services.deliveries.get(issueId({ digest: 'daily', number }), id)
  if (!stored) throw new Error('The ledger does not have it')
  return stored
}

/** The account of an issue adds up, and every one of its readers was mailed once. */
async function expectOneEach(number: number, readers: readonly Subscriber[]): Promise<void> {
  expect(mails.mailsEach(readers)).toEqual(readers.map(() => 1))
  const none = { skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  expect(await counts(number)).toEqual({ ...none, recipients: readers.length, submitted: readers.length })
}

const kills: readonly [string, Partial<FaultRule>][] = [
  ['claims', { operation: 'PutItem' }],
  ['hands over', { operation: 'SendRawEmail' }],
  ['marks', { operation: 'PutItem', nth: 2 }],
]

test.each(
  kills.flatMap(([what, effect]) => [
    [`before it ${what}`, { ...effect, fault: 'kill-before' }] as const,
    [`after it ${what}`, { ...effect, fault: 'kill-after' }] as const,
  ]),
)('a sender that is killed right %s is made up for: one mail', async (_when, kill) => {
  const readers = await admit(1)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ accessKey: /SendDeliveries/, ...kill })
  await services.send.add(message)
  await mails.settle()
  expect(rule.hits).toBe(1)
  await expectOneEach(number, readers)
})

test('the same message twice, and several times at once, is one mail each', async () => {
  const readers = await admit(5)
  const { number, message } = await planIssue()
  await Promise.all(Array.from({ length: 5 }, () => send(message)))
  await send(message)
  await mails.settle()
  await expectOneEach(number, readers)
})

test('a sender that comes before the planner enters the deliveries itself', async () => {
  const readers = await admit(2)
  const { number, message } = await planIssue()
  const [late] = await admit(1)
  const recipients = [
    ...message.recipients,
    { subscriberId: late?.id ?? '', articles: message.recipients[0]?.articles ?? [] },
  ]
  await send({ ...message, recipients })
  await mails.local.idle()
  await expectOneEach(number, [...readers, ...(late ? [late] : [])])
})

test('what SES throttles is put back for a moment, counts for nothing, and is submitted in the end', async () => {
  const readers = await admit(30)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'throttle', nth: 2, times: 5 })
  const back = later()
  await send(message, { send: back })
  const put = back.messages.flatMap(({ recipients }) => recipients)
  expect(put.length).toBeGreaterThanOrEqual(rule.hits)
  expect(await counts(number)).toMatchObject({ pending: put.length, failed: 0, unknown: 0 })
  for (const each of back.messages) await services.send.add(each)
  await mails.local.idle()
  await expectOneEach(number, readers)
  for (const reader of readers) expect((await entry(number, reader)).delivery.attempts).toBe(1)
})

/** Lets senders ask SES for the quota again. */
const forgetQuota = () => mails.local.clock.move(61_000)

test('two senders keep to the account’s rate: hardly a mail of an issue is throttled', async () => {
  mails.local.ses.setQuota({ max24HourSend: 100_000, maxSendRate: 20 })
  const count = (operation: string) =>
    mails.local.faults.add({ operation, fault: 'hang', milliseconds: 0, times: Number.POSITIVE_INFINITY })
  const readers = await admit(40)
  const { number, message } = await planIssue()
  forgetQuota()
  await services.rate.book(1, mails.local.clock.now().getTime(), 1_000)
  const [calls, quotas] = [count('SendRawEmail'), count('GetSendQuota')]
  const shares = [message.recipients.slice(0, 20), message.recipients.slice(20)]
  await Promise.all(shares.map((recipients) => send({ ...message, recipients }, lambdaServices(mails))))
  mails.local.ses.setQuota({ max24HourSend: 1_000_000, maxSendRate: 10_000 })
  await mails.local.idle()
  await expectOneEach(number, readers)
  expect(calls.hits).toBeLessThan(45)
  expect(quotas.hits).toBe(0)
  forgetQuota()
})

test('where the day’s quota is spent, senders come back a good deal later', async () => {
  const readers = await admit(3)
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
  await expectOneEach(number, readers)
})

test('a sender that may not ask for the quota right now goes by the last one', async () => {
  const readers = await admit(2)
  const { number, message } = await planIssue()
  forgetQuota()
  const rule = mails.local.faults.add({ accessKey: inProcess, operation: 'GetSendQuota', fault: 'throttle' })
  await send(message)
  expect(rule.hits).toBe(1)
  await mails.local.idle()
  await expectOneEach(number, readers)
})

test('a hand-over whose answer is lost is settled by the Send event, without a second mail', async () => {
  const readers = await admit(2)
  const { number, message } = await planIssue()
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'lose-response', times: 2 })
  const back = later()
  await send(message, { send: back })
  expect(back.messages).toEqual([message])
  await mails.local.idle()
  await expectOneEach(number, readers)
  await send(message)
  await mails.settle()
  await expectOneEach(number, readers)
})

test('while nobody knows whether SES takes mails, the rest of a batch waits', async () => {
  const readers = await admit(3)
  const { number, message } = await planIssue()
  const calls = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail', times: 3 })
  const back = later()
  const book = async (count: number, startsAt: number) => ({ kind: 'booked', count, startsAt, interval: 100 }) as const
  await send(message, { send: back, rate: { ...services.rate, book } })
  expect(calls.hits).toBe(1)
  expect(back.messages.flatMap(({ recipients }) => recipients)).toHaveLength(3)
  mails.local.faults.clear()
  for (const each of back.messages) await services.send.add(each)
  await mails.settle()
  await expectOneEach(number, readers)
})

test('a sender is ended before its claims are, and takes one message at a time', () => {
  const { plan } = mails.local
  const sender = plan.functions.find(({ logicalId }) => logicalId.includes('SendDeliveries'))
  const source = plan.eventSources.find(({ functionArn }) => functionArn === sender?.arn)
  expect(sender?.timeout).toBeLessThan(claimLeaseSeconds)
  expect(source).toMatchObject({ batchSize: 1, maximumConcurrency: services.site.publication.senders })
})

test('a hand-over of which nothing is heard is unknown, and done again once after the settling time', async () => {
  const readers = await admit(1)
  const { number, message } = await planIssue()
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  await send(message)
  expect(await counts(number)).toMatchObject({ pending: 1 })
  mails.local.clock.move(61_000)
  await mails.local.idle()
  expect(await counts(number)).toMatchObject({ unknown: 1, submitted: 0 })
  expect(mails.mailsEach(readers)).toEqual([0])
  mails.local.clock.move(180_000)
  await mails.local.idle()
  expect(mails.mailsEach(readers)).toEqual([0])
  mails.local.clock.move(61_000)
  await mails.local.idle()
  await expectOneEach(number, readers)
})

test('where the publication leaves unknown hand-overs alone, one stays unknown, and the issue is done', async () => {
  const [reader] = await admit(1)
  const { number, message } = await planIssue()
  const { site } = services
  const leaving = { site: { ...site, publication: { ...site.publication, onUnknown: 'leave' as const } } }
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  const back = later()
  await send(message, { ...leaving, send: back })
  expect(back.messages).toEqual([message])
  mails.local.clock.move(61_000)
  const none = later()
  await send(message, { ...leaving, send: none })
  mails.local.clock.move(3_600_000)
  await send(message, { ...leaving, send: none })
  expect(none.messages).toEqual([])
  expect(await counts(number)).toMatchObject({ recipients: 1, unknown: 1 })
  expect(mails.mailsEach(reader ? [reader] : [])).toEqual([0])
})

test.each<[string, string, (reader: Subscriber) => Promise<unknown>]>([
  ['unsubscribed', 'skipped', (reader) => mails.change(reader, { state: 'unsubscribed' })],
  ['paused', 'skipped', (reader) => mails.change(reader, { pausedUntil: '2040-01-01T00:00:00.000Z' })],
  ['erased', 'skipped', (reader) => mails.erase(reader)],
  ['bounce', 'suppressed', async (reader) => suppress(reader, 'bounce')],
  ['complaint', 'suppressed', async (reader) => suppress(reader, 'complaint')],
])('a recipient who is %s since the issue was planned is %s, and gets no mail', async (reason, state, befall) => {
  const [gone, stays] = await admit(2)
  const { number, message } = await planIssue()
  if (!gone || !stays) throw new Error('nobody was admitted')
  await befall(gone)
  await send(message)
  await mails.local.idle()
  expect(mails.mailsEach([gone, stays])).toEqual([0, 1])
  expect((await entry(number, gone)).delivery).toMatchObject({ state, reason, attempts: 0 })
  expect(await counts(number)).toMatchObject({ recipients: 2, submitted: 1, [state]: 1, pending: 0 })
})

async function suppress(reader: Subscriber, reason: 'bounce' | 'complaint'): Promise<void> {
  await services.suppressions.add(await mails.hash(reader.address), { reason, at: '2030-01-01T00:00:00.000Z' })
}

test('an address that SES rejects has failed, and why is noted; the others go on', async () => {
  const wrong = await mails.admit({ address: 'käthe@example.org' }, 'a')
  const others = await admit(2)
  const { number, message } = await planIssue()
  await send(message)
  await mails.local.idle()
  expect(mails.mailsEach(others)).toEqual([1, 1])
  expect((await entry(number, wrong)).delivery).toMatchObject({ state: 'failed', reason: 'InvalidParameterValue' })
  expect(await counts(number)).toMatchObject({ recipients: 3, submitted: 2, failed: 1 })
})

test('a sender that is not verified fails no delivery: all wait for the operator', async () => {
  const readers = await admit(2)
  const { number, message } = await planIssue()
  const { address } = services.site.publication.sender
  const words = `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`
  mails.local.faults.add({
    operation: 'SendRawEmail',
    fault: 'fail',
    times: 2,
    error: new AwsError('MessageRejected', 400, words),
  })
  await expect(send(message)).rejects.toMatchObject({ name: 'MessageRejected' })
  expect(await counts(number)).toMatchObject({ pending: 2, failed: 0 })
  await send(message)
  await mails.local.idle()
  await expectOneEach(number, readers)
})

test('a delivery that cannot be written ends with its message in the dead-letter queue; the others go out', async () => {
  const readers = await admit(3)
  const { number, message } = await planIssue()
  const [poison, ...others] = readers
  if (!poison) throw new Error('nobody was admitted')
  const stored = await entry(number, poison)
  await services.deliveries.save(stored, { ...stored.delivery, articles: ['none-of-the-issue'] })
  const before = await countDead()
  await services.send.add(message)
  await mails.settle()
  expect(mails.mailsEach([poison, ...others])).toEqual([0, 1, 1])
  expect(await countDead()).toBe(before + 1)
  expect(await counts(number)).toMatchObject({ recipients: 3, submitted: 2, pending: 1 })
})

test('a delivery that cannot be written keeps no other from being put back', async () => {
  const [poison, throttled] = await admit(2)
  const { number, message } = await planIssue()
  if (!poison || !throttled) throw new Error('nobody was admitted')
  const stored = await entry(number, poison)
  await services.deliveries.save(stored, { ...stored.delivery, articles: ['none-of-the-issue'] })
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'throttle' })
  const back = later()
  await expect(send(message, { send: back })).rejects.toThrow('none-of-the-issue')
  expect(back.messages.flatMap(({ recipients }) => recipients.map((each) => each.subscriberId))).toEqual([throttled.id])
})

async function countDead(): Promise<number> {
  const { endpoint, region, credentials } = {
    endpoint: mails.local.aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  }
  const sqs = new SQSClient({ endpoint, region, credentials })
  const queue = mails.local.plan.queues.find(({ logicalId }) => /SendFailures/.test(logicalId))
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue?.url, AttributeNames: ['All'] }),
  )
  return Number(Attributes?.ApproximateNumberOfMessages)
}

test('the links of a mail carry tokens that work for its reader, each for one purpose', async () => {
  const [reader] = await admit(1)
  const { message } = await planIssue()
  await send(message)
  const [mail] = await mails.mailsTo(reader ?? { address: '' })
  if (!mail) throw new Error('there is no mail')
  const secrets = await services.readSecrets()
  const now = new Date('2090-01-01T00:00:00Z') // they never expire
  for (const purpose of ['unsubscribe', 'preferences'] as const) {
    const token = new URL(linkIn(mail, purpose)).searchParams.get('t') ?? ''
    expect(verifyToken(secrets, purpose, token, now)).toMatchObject({ kind: 'valid', subscriberId: reader?.id })
    expect(verifyToken(secrets, 'confirm', token, now)).toEqual({ kind: 'forged' })
  }
  const oneClick = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
  expect(oneClick).toContain(linkIn(mail, 'unsubscribe'))
})

test('a claim whose answer is lost is known as one’s own, and is handed over at once', async () => {
  const readers = await admit(1)
  const { number, message } = await planIssue()
  const rule = mails.local.faults.add({ accessKey: /SendDeliveries/, operation: 'PutItem', fault: 'lose-response' })
  await services.send.add(message)
  await mails.local.idle()
  expect(rule.hits).toBe(1)
  await expectOneEach(number, readers)
})

test('a restart repeats nothing, and finishes what was open', async () => {
  const readers = await admit(3)
  const { number, message } = await planIssue()
  const { recipients } = message
  await send({ ...message, recipients: recipients.slice(0, 2) })
  await mails.local.idle()
  await mails.close({ keep: true })
  mails = await startMailStack(mails.data)
  services = lambdaServices(mails)
  await services.send.add(message)
  await mails.settle()
  await expectOneEach(number, readers)
})
