import { expect, test } from 'vitest'
import { parseCron } from '../src/cron-expression.ts'

test('a step without a range counts from its start to the end of the field', () => {
  const next = parseCron('50/5 23 31 12 ? *')
  expect(next(new Date('2026-12-31T23:52:00Z'))?.toISOString()).toBe('2026-12-31T23:55:00.000Z')
  expect(next(new Date('2026-12-31T23:55:00Z'))?.toISOString()).toBe('2027-12-31T23:50:00.000Z')
})

test('weekdays count from Sunday, 1, to Saturday, 7', () => {
  expect(parseCron('0 0 ? * 1 *')(new Date('2026-10-19T00:00:00Z'))?.toISOString()).toBe('2026-10-25T00:00:00.000Z')
})

test.each([
  ['0 7 * * ?', 'it needs six fields'],
  ['0 7 1 * 2 *', 'either day-of-month or day-of-week must be "?"'],
  ['0 7 ? * 8 *', 'day-of-week: "8" is not possible; use 1 to 7, or SUN to SAT'],
  ['0 7 ? * MON/2 *', 'list its days, such as MON,WED,FRI'],
  ['0 7 ? * */2 *', 'list its days'],
  ['0 7 ? * 2#1,2#3 *', 'use "#" only once and alone'],
  ['0 7 ? * MON#6 *', 'use "#" only once and alone'],
  ['0 7 ? * 2L,3L *', 'day-of-week: "2L,3L"'],
  ['0 7 1,L * ? *', 'day-of-month: "1,L" is not possible; use 1 to 31, or "*", "?", "L" and the like alone'],
  ['0 7 1W,15W * ? *', 'day-of-month'],
  ['0 7 L-3 * ? *', 'day-of-month'],
  ['0 7 0 * ? *', 'use 1 to 31'],
  ['0 24 * * ? *', 'hours: "24" is not possible; use 0 to 23'],
  ['60 7 * * ? *', 'minutes'],
  ['*,5 7 * * ? *', 'minutes'],
  ['? 7 * * ? *', 'minutes'],
  ['0,, 7 * * ? *', 'minutes'],
  ['0/0 7 * * ? *', 'a step is 1 to 60'],
  ['0 7 * 13 ? *', 'month: "13" is not possible; use 1 to 12, or JAN to DEC'],
  ['0 7 * FOO ? *', 'month'],
  ['0 7 ? * FRI-MON *', 'a range begins with the smaller value'],
  ['0 22-2 * * ? *', 'a range begins with the smaller value'],
  ['0 7 * * ? 1969', 'year'],
  ['0 7 30 2 ? *', 'no date ever matches it'],
])('%s is refused: %s', (expression, message) => {
  expect(() => parseCron(expression)).toThrow(message)
})

test.each([
  ['0/15 8-18/2 * * ? *', '2026-01-01T08:00'],
  ['1,*/5 7 * * ? *', '2026-01-01T07:00'],
  ['0 7 LW * ? *', '2026-01-30T07:00'],
  ['0 7 ? * MON#2 *', '2026-01-12T07:00'],
  ['0 7 ? * FRIL *', '2026-01-30T07:00'],
  ['0 7 1/2 JAN-MAR,JUN ? 2026-2030', '2026-01-01T07:00'],
  ['0 7 29 2 ? *', '2028-02-29T07:00'],
])('%s is read', (expression, next) => {
  expect(parseCron(expression)(new Date('2026-01-01T00:00:00Z'))?.toISOString().slice(0, 16)).toBe(next)
})
