import { expect, test } from 'vitest'
import { type Scenario, simulateSending } from '../../bench/simulate-sending.ts'

const scenario: Omit<Scenario, 'perSecond' | 'recipients' | 'senders'> = {
  perDay: -1,
  booking: 10,
  answer: 100,
  crash: 0,
  eventLost: 0,
  confirmations: 0.2,
}

test.each([
  [14, 4, 14 * 300],
  [500, 4, 500 * 60],
  [5_000, 40, 5_000 * 20],
])(
  'at %d mails a second, %d senders nearly reach the rate (%d mails), and SES never throttles',
  (perSecond, senders, recipients) => {
    const sending = simulateSending({ ...scenario, perSecond, senders, recipients })
    expect(sending).toMatchObject({ accepted: recipients, throttled: 0, repeats: 0 })
    expect((sending.accepted * 0.999) / sending.seconds / perSecond).toBeGreaterThan(0.95)
  },
)

test('if senders die, no mail is lost, and only mails with a late SES event are sent twice', () => {
  const sending = simulateSending({
    ...scenario,
    perSecond: 500,
    senders: 4,
    recipients: 50_000,
    crash: 0.05,
    eventLost: 0.1,
  })
  expect(sending.repeats).toBeGreaterThan(0)
  expect(sending.accepted).toBe(50_000 + sending.repeats)
})

test('the quota for any 24 hours is never exceeded, and no mail is lost', () => {
  const sending = simulateSending({ ...scenario, perSecond: 14, perDay: 5_000, senders: 4, recipients: 12_000 })
  expect(sending).toMatchObject({ accepted: 12_000, throttled: 0 })
  expect(sending.mostInADay).toBeLessThanOrEqual(5_000)
  expect(sending.seconds).toBeGreaterThan(2 * 86_400)
})
