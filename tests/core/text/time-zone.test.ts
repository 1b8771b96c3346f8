import { expect, test } from 'vitest'
import { instantIn, readZone, zoneOffset } from '../../../core/text/time-zone.ts'

test.each([
  ['Z', 0],
  ['EDT', -240],
  ['(cest)', 120],
  ['+05:30', 330],
  ['-0400', -240],
  ['GMT+02:00', 120],
  ['-4', -240],
  ['UTC+2', 120],
  ['-0500 (Eastern Standard Time)', -300],
  ['(UTC+0100)', 60],
  ['Central European Summer Time', 120],
  ['+15:00', undefined],
  ['+1 XYZ', undefined],
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

test.each([
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z', '2026-03-29T01:30:00.000Z'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z', '2026-03-08T07:30:00.000Z'],
])('a clock change in %s: %s is at %s or, by default, at %s', (zone, wallClock, first, last) => {
  expect(instantIn(zone, Date.parse(`${wallClock}Z`), 'first')).toBe(first)
  expect(instantIn(zone, Date.parse(`${wallClock}Z`))).toBe(last)
})

test('a zone may be a name; names that do not exist are not zones', () => {
  expect(readZone('[Europe/Paris]')).toEqual({ timeZone: 'Europe/Paris' })
  expect(readZone('PT')).toEqual({ timeZone: 'America/Los_Angeles' })
  for (const name of ['Europe/Nowhere', 'Paris', '__proto__', 'a/b/c/d', '']) expect(readZone(name)).toBeUndefined()
})
