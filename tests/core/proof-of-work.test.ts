import { expect, test } from 'vitest'
import { verifyStamp } from '../../core/proof-of-work.ts'

/** The first valid stamp of this address on 21 November. */
const stamp = '2026-11-21:97075'
const email = 'ada@example.org'

test('a stamp is valid for one address only, and within two days of its date', () => {
  const at = (day: string) => verifyStamp(stamp, email, new Date(day))
  expect([at('2026-11-20T00:00:00Z'), at('2026-11-22T23:59:59Z')]).toEqual([true, true])
  expect([at('2026-11-24'), at('2026-11-18')]).toEqual([false, false])
  expect(verifyStamp(stamp, 'eve@example.org', new Date('2026-11-21T06:00:00Z'))).toBe(false)
})

test.each([undefined, '', '2026-11-21', '2026-11-21:', '2026-11-21:a b', 'x:1', '2026-99-99:1', '2026-11-21:97074'])(
  'the stamp %j is not valid',
  (text) => {
    expect(verifyStamp(text, email, new Date('2026-11-21T06:00:00Z'))).toBe(false)
  },
)
