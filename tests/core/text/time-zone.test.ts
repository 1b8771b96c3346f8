import { expect, test } from 'vitest'
import { instantIn, zoneOffset } from '../../../core/text/time-zone.ts'

test.each([
  ['Z', 0],
  ['EDT', -240],
  ['(cest)', 120],
  ['+05:30', 330],
  ['-0400', -240],
  ['GMT+02:00', 120],
  ['+15:00', undefined],
  ['XYZ', undefined],
  ['constructor', undefined],
])('%s is %s minutes ahead of UTC', (zone, minutes) => {
  expect(zoneOffset(zone)).toBe(minutes)
})

test.each([
  ['2026-01-15T12:00', '2026-01-15T11:00:00.000Z'],
  ['2026-07-15T12:00', '2026-07-15T10:00:00.000Z'],
  ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25T04:00', '2026-10-25T03:00:00.000Z'],
])('clocks in Berlin show %s at the instant %s', (wallClock, instant) => {
  expect(instantIn('Europe/Berlin', Date.parse(`${wallClock}Z`))).toBe(instant)
})
