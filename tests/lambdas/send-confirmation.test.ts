import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SendPace } from '../../aws/deliveries/send-pace.ts'
import type { Mail, Submission } from '../../core/mail/submission.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../../lambdas/runtime/logger.ts'
import { sendConfirmation } from '../../lambdas/send-confirmation.ts'
import { memoryServices } from './memory-services.ts'
import { ada, hash, left, now, pending, suppression } from './visitor.ts'

const message = JSON.stringify({ subscriberId: ada.id, requestId: 'request-1' })
let mails: Mail[] = []
let noted: unknown[] = []

beforeEach(() => {
  mails = []
  noted = []
  vi.spyOn(logger, 'info').mockImplementation((...parts) => void noted.push(parts))
})
afterEach(() => {
  vi.restoreAllMocks()
  expect(JSON.stringify(noted)).not.toContain('@')
})

function postOffice(subscriber: Subscriber | undefined, result: Submission, sentToday: number | Error = 0) {
  const { services, ...memory } = memoryServices(...(subscriber ? [subscriber] : []))
  const mail = {
    async submit(sent: Mail) {
      mails.push(sent)
      return result
    },
    async getQuota() {
      if (sentToday instanceof Error) throw sentToday
      return { perSecond: 1, perDay: 200, sentToday }
    },
  }
  const issues = {
    getDigest: async () => ({ lastNumber: 7, runs: [], revision: 7 }),
    get: async () => ({ title: 'Daily digest #7', number: 7 }),
  } as unknown as Parameters<typeof sendConfirmation>[1]['issues'] // no more of it is used
  const pace: SendPace = {
    reserve: async () => ({ kind: 'crowded' }),
    overtake: async () => void memory.calls.push('overtake'),
    backOff: async () => {},
  }
  return { ...memory, services: { ...services, again: services.confirmation, mail, issues, pace } }
}

const submitted: Submission = { kind: 'submitted', messageId: 'm1' }
const throttled: Submission = { kind: 'throttled' }
const subjects = () =>
  mails.map(({ raw }) => /^Subject: (.*?)\r\n(?! )/ms.exec(Buffer.from(raw).toString('latin1'))?.[1])

test('a pending subscriber is asked to confirm', async () => {
  await sendConfirmation(message, postOffice(pending, submitted).services, now)
  expect(subjects()).toEqual(['Confirm your subscription to The Example Post'])
  expect(mails).toMatchObject([{ destination: ada.address, tags: { notice: 'confirmation' } }])
})

test('a confirmed one is told that there is nothing to do', async () => {
  await sendConfirmation(message, postOffice(ada, submitted).services, now)
  expect(subjects()).toEqual(['You are already subscribed to The Example Post'])
})

test('who has left or been erased since gets nothing', async () => {
  await sendConfirmation(message, postOffice(left, submitted).services, now)
  await sendConfirmation(message, postOffice(undefined, submitted).services, now)
  expect(mails).toEqual([])
})

test('a goodbye goes to who has left, and not to who is back', async () => {
  const goodbye = JSON.stringify({ ...JSON.parse(message), notice: 'goodbye' })
  await sendConfirmation(goodbye, postOffice(left, submitted).services, now)
  await sendConfirmation(goodbye, postOffice(ada, submitted).services, now)
  expect(subjects()).toEqual(['You have unsubscribed from The Example Post'])
})

test('a suppressed address gets nothing, in whatever state', async () => {
  for (const subscriber of [pending, ada]) {
    const { services, suppressions } = postOffice(subscriber, submitted)
    suppressions.set(hash, suppression)
    await sendConfirmation(message, services, now)
  }
  expect(mails).toEqual([])
  expect(noted).toHaveLength(2)
})

test.each([
  ['for a moment', 0, 2],
  ['for the day', 200, 900],
  ['so that it does not even say why', new Error('Throttling'), 2],
])('when SES is busy %s, the mail is tried again later and is no failure', async (_why, sentToday, delay) => {
  const { services, messages } = postOffice(pending, throttled, sentToday)
  await sendConfirmation(message, services, now)
  expect(messages).toEqual([{ subscriberId: ada.id, requestId: 'request-1', delay }])
})

test.each(['refused', 'unknown'] as const)('a hand-over that is %s comes back', async (kind) => {
  const { services } = postOffice(pending, { kind, error: new Error('no network') })
  await expect(sendConfirmation(message, services, now)).rejects.toThrow('no network')
})

test('a mail that SES will never take does not come back', async () => {
  const { services, messages } = postOffice(pending, { kind: 'rejected', reason: 'MessageRejected' })
  await sendConfirmation(message, services, now)
  expect(messages).toEqual([])
})

test('twice is the same as once for the subscription; the mail says the same', async () => {
  const { services, subscribers } = postOffice(pending, submitted)
  await sendConfirmation(message, services, now)
  await sendConfirmation(message, services, now)
  expect([...subscribers.values()]).toEqual([pending])
  expect(mails[1]).toEqual(mails[0])
})
