import { expect, test } from 'vitest'
import { readTime } from '../../../core/text/read-time.ts'

test.each([
  ['T14:30', 14 * 60 + 30],
  [' at 2:30 p.m.', 14 * 60 + 30],
  [', 14.30 Uhr', 14 * 60 + 30],
  [' 14h', 14 * 60],
  [' 午後2時30分', 14 * 60 + 30],
  [' kl. 09.05', 9 * 60 + 5],
  [' 12:05 AM', 5],
  ['T143000', 14 * 60 + 30],
])('"%s" is minute %i of the day, in no particular zone', (text, minutes) => {
  expect(readTime(text, 'UTC')).toEqual({ minutes, milliseconds: 0, zone: undefined })
})

test.each(['', 'Z', '+02:00'])('"%s" is no time: the date is a whole day', (text) => {
  expect(readTime(text, 'UTC')).toEqual({ minutes: 0, milliseconds: 0, zone: { offset: 0 } })
})

test.each([' 25:00', ' 14:60', ' 14:00 pm'])('"%s" does not exist', (text) => {
  expect(readTime(text, 'UTC')).toBe('impossible')
})

test.each([' 14', ' in Paris', ' 14:00 sharp'])('"%s" is not a time', (text) => {
  expect(readTime(text, 'UTC')).toBeUndefined()
})
