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
  ['0 7 ? * 8 *', 'a day-of-week is 1 (Sunday) to 7 (Saturday)'],
])('%s is refused: %s', (expression, message) => {
  expect(() => parseCron(expression)).toThrow(message)
})
