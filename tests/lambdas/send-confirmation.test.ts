import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { Mail, Submission } from '../../core/mail/submission.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../../lambdas/runtime/logger.ts'
import { sendConfirmation } from '../../lambdas/send-confirmation.ts'
import { memoryServices } from './manage-subscription/memory-services.ts'
import { ada, hash, now, pending, suppression, unsubscribed } from './manage-subscription/visitor.ts'

const message = JSON.stringify({ subscriberId: ada.id, requestId: 'request-1' })
let mails: Mail[] = []
let logged: unknown[] = []

beforeEach(() => {
  mails = []
  logged = []
  vi.spyOn(logger, 'info').mockImplementation((...parts) => void logged.push(parts))
})
afterEach(() => {
  vi.restoreAllMocks()
  expect(JSON.stringify(logged)).not.toContain('@')
})

/** @param seconds until the next place in the sending rate; undefined if there is none */
function postOffice(subscriber: Subscriber | undefined, result: Submission, seconds?: number) {
  const place = (_calls: number) => (seconds === undefined ? undefined : now.getTime() + seconds * 1_000)
  const { services, ...memory } = memoryServices(...(subscriber ? [subscriber] : []))
  const mail = {
    async submit(submission: Mail) {
      mails.push(submission)
      return result
    },
    getQuota: async () => ({ perSecond: 1, perDay: 200, sentToday: 0 }),
  }
  const issues = {
    getDigest: async () => ({ lastNumber: 7, runs: [], revision: 7 }),
    get: async () => ({ title: 'Daily digest #7', number: 7 }),
  } as unknown as Parameters<typeof sendConfirmation>[1]['issues'] // the Lambda uses only these two
  const pace: SendPace = {
    reserve: async () => ({ kind: 'crowded' }),
    overtake: async () => place(memory.calls.push('overtake')),
    queueUp: async () => place(memory.calls.push('queueUp')),
    backOff: async () => {},
  }
  return { ...memory, services: { ...services, again: services.confirmation, mail, issues, pace } }
}

const submitted: Submission = { kind: 'submitted', messageId: 'm1' }
const throttled: Submission = { kind: 'throttled' }
const subjects = () =>
  mails.map(({ raw }) => /^Subject: (.*?)\r\n(?! )/ms.exec(Buffer.from(raw).toString('latin1'))?.[1])

test('a pending subscriber gets a mail to confirm', async () => {
  await sendConfirmation(message, postOffice(pending, submitted).services, now)
  expect(subjects()).toEqual(['Confirm your subscription to The Example Post'])
  expect(mails).toMatchObject([{ destination: ada.address, tags: { notice: 'confirmation' } }])
})

test('a confirmed subscriber gets a mail that says that they are subscribed', async () => {
  await sendConfirmation(message, postOffice(ada, submitted).services, now)
  expect(subjects()).toEqual(['You are already subscribed to The Example Post'])
})

test('a subscriber who unsubscribed or erased their data meanwhile gets nothing', async () => {
  await sendConfirmation(message, postOffice(unsubscribed, submitted).services, now)
  await sendConfirmation(message, postOffice(undefined, submitted).services, now)
  expect(mails).toEqual([])
})

test('a goodbye goes to an unsubscribed subscriber, and not to one who returned', async () => {
  const goodbye = JSON.stringify({ ...JSON.parse(message), notice: 'goodbye' })
  await sendConfirmation(goodbye, postOffice(unsubscribed, submitted).services, now)
  await sendConfirmation(goodbye, postOffice(ada, submitted).services, now)
  expect(subjects()).toEqual(['You have unsubscribed from The Example Post'])
})

test('people get their data in any state, and a mail after their data was erased', async () => {
  const request = JSON.stringify({ ...JSON.parse(message), notice: 'export' })
  for (const subscriber of [ada, pending, unsubscribed]) {
    await sendConfirmation(request, postOffice(subscriber, submitted).services, now)
  }
  expect(subjects()).toEqual(Array(3).fill('Your data at The Example Post'))
  const source = Buffer.from(mails[0]?.raw ?? []).toString('latin1')
  const base64 = /attachment;[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(source)?.[1] ?? ''
  const { revision, ...stored } = ada
  const data = JSON.parse(Buffer.from(base64, 'base64').toString())
  expect(data).toEqual({ ...JSON.parse(JSON.stringify(stored)), suppressed: false })
  mails = []
  const { id: subscriberId, address: to } = ada
  const erased = JSON.stringify({ subscriberId, requestId: 'request-2', notice: 'erased', to, language: 'de' })
  await sendConfirmation(erased, postOffice(undefined, submitted).services, now)
  const { services, suppressions } = postOffice(undefined, submitted)
  suppressions.set(hash, suppression)
  await sendConfirmation(erased, services, now)
  expect(mails).toMatchObject([{ destination: ada.address }])
  expect(subjects()[0]).toContain('Ihre_Daten_bei_The_Example_Post')
})

test('a suppressed address gets nothing, in any state of the subscriber', async () => {
  for (const subscriber of [pending, ada]) {
    const { services, suppressions } = postOffice(subscriber, submitted)
    suppressions.set(hash, suppression)
    await sendConfirmation(message, services, now)
  }
  expect(mails).toEqual([])
  expect(logged).toHaveLength(2)
})

test('an address that bounced is asked once in 30 days, and leaves SES’s list for this one mail', async () => {
  for (const subscriber of [pending, ada]) {
    mails = []
    const { services, suppressions, listed } = postOffice(subscriber, submitted)
    suppressions.set(hash, { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' })
    listed.set(ada.address, 'bounce')
    const request = (requestId: string, day: string) =>
      sendConfirmation(JSON.stringify({ subscriberId: ada.id, requestId }), services, new Date(`${day}T06:00:00Z`))
    await request('r1', '2026-11-21')
    expect(listed.size).toBe(0)
    await request('r2', '2026-11-22')
    await request('r3', '2026-12-22')
    expect(subjects()).toEqual(Array(2).fill('Confirm your subscription to The Example Post'))
    expect(suppressions.get(hash)?.reason).toBe('bounce')
  }
})

test('an address that another stack suppressed gets nothing, and its suppression moves to the present hash', async () => {
  const { services, suppressions, keys } = postOffice(pending, submitted)
  keys.secrets = { ...keys.secrets, formerPeppers: ['ee'.repeat(32)] }
  suppressions.set(hashAddress(ada.address, 'ee'.repeat(32)), suppression)
  await sendConfirmation(message, services, now)
  expect([mails, [...suppressions]]).toEqual([[], [[hash, suppression]]])
})

test('a throttled mail to an address that bounced is retried, and a complaint on SES’s list prevents it', async () => {
  const { services, suppressions, listed } = postOffice(pending, throttled)
  suppressions.set(hash, { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' })
  for (const delay of [1, 2]) {
    await sendConfirmation(message, services, now)
    expect(mails).toHaveLength(delay)
  }
  listed.set(ada.address, 'complaint')
  await sendConfirmation(message, services, now)
  expect([mails.length, listed.get(ada.address)]).toEqual([2, 'complaint'])
})

test('a throttled mail is retried at the place that it took in the sending rate', async () => {
  const { services, messages, calls } = postOffice(pending, throttled, 30)
  await sendConfirmation(message, services, now)
  expect(messages).toEqual([{ subscriberId: ada.id, requestId: 'request-1', throttled: 1, delay: 30 }])
  expect(calls.filter((call) => call === 'overtake' || call === 'queueUp')).toEqual(['overtake'])
})

test('a mail that comes at its place takes another one only if SES throttles it again', async () => {
  const again = JSON.stringify({ ...JSON.parse(message), throttled: 1 })
  const accepted = postOffice(pending, submitted, 30)
  await sendConfirmation(again, accepted.services, now)
  expect(accepted.calls).not.toContain('overtake')
  const { services, messages, calls } = postOffice(pending, throttled, 30)
  await sendConfirmation(again, services, now)
  expect(messages).toEqual([{ subscriberId: ada.id, requestId: 'request-1', throttled: 2, delay: 30 }])
  expect(calls).toContain('queueUp')
})

test('a throttled mail without a place is retried soon, and later each time', async () => {
  const { services, messages } = postOffice(pending, throttled)
  await sendConfirmation(message, services, now)
  await sendConfirmation(JSON.stringify({ ...JSON.parse(message), throttled: 8 }), services, now)
  const delays = messages.map((each) => (each as { readonly delay: number }).delay)
  expect(delays[0]).toBeLessThanOrEqual(4)
  expect(delays[1]).toBeGreaterThanOrEqual(450)
})

test('after the day’s quota is spent, a mail is retried every 15 minutes', async () => {
  const { services, messages } = postOffice(pending, { kind: 'throttled', spent: true }, 30)
  await sendConfirmation(message, services, now)
  expect(messages).toEqual([{ subscriberId: ada.id, requestId: 'request-1', delay: 900 }])
})

test.each(['refused', 'unknown'] as const)(
  'a submission that is %s fails, so that the message is retried',
  async (kind) => {
    const { services } = postOffice(pending, { kind, error: new Error('no network') })
    await expect(sendConfirmation(message, services, now)).rejects.toThrow('no network')
  },
)

test('a mail that SES rejects is not retried', async () => {
  const { services, messages } = postOffice(pending, { kind: 'rejected', reason: 'MessageRejected' })
  await sendConfirmation(message, services, now)
  expect(messages).toEqual([])
})

test('running twice sends the same mail twice, and changes no subscription', async () => {
  const { services, subscribers } = postOffice(pending, submitted)
  await sendConfirmation(message, services, now)
  await sendConfirmation(message, services, now)
  expect([...subscribers.values()]).toEqual([pending])
  expect(mails[1]).toEqual(mails[0])
})
