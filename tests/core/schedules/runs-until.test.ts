import { expect, test } from 'vitest'
import { runsUntil } from '../../../core/schedules/runs-until.ts'

const [start, end] = ['2026-11-28T12:00:00.000Z', '2026-12-01T00:00:00.000Z']

test('runs are counted after the first instant, up to the second', () => {
  expect(runsUntil({ every: 'day', at: '07:00' }, 'UTC', start, end)).toBe(2)
  expect(runsUntil({ every: 'hour', minute: 0 }, 'UTC', start, end)).toBe(60)
  expect(runsUntil({ every: 'week', on: 'friday', at: '07:00' }, 'UTC', start, end)).toBe(0)
})

test('an instant digest has no fixed runs', () => {
  expect(runsUntil({ every: 'minute' }, 'UTC', start, end)).toBe(0)
})
