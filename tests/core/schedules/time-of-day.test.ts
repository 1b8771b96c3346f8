import { expect, test } from 'vitest'
import { nextTimeOfDay } from '../../../core/schedules/time-of-day.ts'

test('the next time of day is correct on days on which the clocks change', () => {
  const first = (time: string, after: string) => nextTimeOfDay(time, 'Europe/Berlin', new Date(after)).toISOString()
  expect(first('07:00', '2026-03-28T06:00:00Z')).toBe('2026-03-29T05:00:00.000Z')
  expect(first('02:30', '2026-03-28T06:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
  expect(first('02:30', '2026-10-24T06:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
  expect(first('07:00', '2026-10-25T05:59:59Z')).toBe('2026-10-25T06:00:00.000Z')
})

test('in Antarctica/Troll, where the clocks skip two hours, no day is without a time of day', () => {
  const next = nextTimeOfDay('01:30', 'Antarctica/Troll', new Date('2027-03-27T12:00:00Z'))
  expect(next.toISOString()).toBe('2027-03-28T01:30:00.000Z')
})
