import { expect, test } from 'vitest'
import {
  applyConsent,
  type FileRefusal,
  laterRefusal,
  readFileRefusal,
} from '../../../../core/subscribers/csv/file-refusal.ts'

const refusal = (at?: string): FileRefusal => ({ line: 2, reason: 'the file says so', at })

test.each([
  [
    { email: 'Ada@example.org', status: 'unsubscribed', 'unsubscribed at': '2023-02-01T09:00:00Z' },
    '2023-02-01T09:00:00.000Z',
  ],
  [{ email: 'ada@example.org', status: 'unsubscribed', 'unsub time': '2023-02-01' }, '2023-02-01T23:59:59.999Z'],
  [
    {
      ...{ email: 'ada@example.org', status: 'unsubscribed' },
      ...{ 'unsubscribed at': '2020-02-01 09:00', 'opt out date': '1.3.2023', 'cancelled on': '2021-02-01 09:00' },
    },
    '2023-03-01T23:59:59.999Z',
  ],
  [{ email: 'ada@example.org', status: 'unsubscribed', 'unsub reason': '2023-02-01T09:00:00Z' }, undefined],
  [{ email: 'ada@example.org', status: 'cleaned', 'unsubscribed at': '2023-02-01T09:00:00Z' }, undefined],
  [{ email: 'ada@example.org', unsubscribed: 'yes' }, undefined],
])('%j refuses the person', (row, at) => {
  expect(readFileRefusal(row, 7)?.refusal).toMatchObject({ line: 7, at })
})

test.each([
  { email: 'ada@example.org' },
  { email: 'ada@example.org', status: 'subscribed' },
  { email: 'ada@example.org', status: 'unconfirmed' },
  { email: 'nobody', status: 'unsubscribed' },
])('%j refuses nobody for good', (row) => {
  expect(readFileRefusal(row, 7)).toBeUndefined()
})

test('the latest refusal counts, and one without a date always', () => {
  const [old, late, never] = [refusal('2020-01-01'), refusal('2023-01-01'), refusal()]
  expect(laterRefusal(undefined, old)).toBe(old)
  for (const [one, other, result] of [
    [old, late, late],
    [late, old, late],
    [never, late, never],
    [late, never, never],
  ] as const)
    expect(laterRefusal(one, other)).toBe(result)
})

test('only a consent that is known to be later brings a person back', () => {
  expect(applyConsent(refusal('2020-01-01'), 9, '2021-01-01').returned).toBe(9)
  expect(applyConsent(refusal('2020-01-01'), 9, '2019-01-01').returned).toBeUndefined()
  expect(applyConsent(refusal('2020-01-01'), 9, undefined).returned).toBeUndefined()
  expect(applyConsent(refusal(), 9, '2021-01-01').returned).toBeUndefined()
})

test('a consent on the day of a departure brings nobody back if the file does not say which of them came first', () => {
  const row = { email: 'ada@example.org', status: 'unsubscribed', 'unsub date': '2024-05-01' }
  const { refusal: departure = refusal() } = readFileRefusal(row, 7) ?? {}
  expect(applyConsent(departure, 9, '2024-05-01T10:00:00.000Z').returned).toBeUndefined()
  expect(applyConsent(departure, 9, '2024-05-02T00:00:00.000Z').returned).toBe(9)
})
