import { expect, test } from 'vitest'
import { openZone } from '../src/wall-time.ts'

const berlin = openZone('Europe/Berlin')

test('an instant has the wall time of its zone, with and without DST', () => {
  expect(berlin.wallTime(new Date('2026-07-01T12:00:00Z')).toISOString()).toBe('2026-07-01T14:00:00.000Z')
  expect(berlin.wallTime(new Date('2026-01-01T12:00:00Z')).toISOString()).toBe('2026-01-01T13:00:00.000Z')
})

test.each([
  ['2026-07-01T14:00:00Z', '2026-07-01T12:00:00.000Z'],
  ['2026-10-25T02:30:00Z', '2026-10-25T00:30:00.000Z'], // repeated: the first time
  ['2026-03-29T02:30:00Z', undefined], // skipped
])('the wall time %s is at the instant %s', (wallTime, instant) => {
  expect(berlin.instant(new Date(wallTime))?.toISOString()).toBe(instant)
})
