import { expect, test } from 'vitest'
import { readSince } from '../../../core/monitoring/read-since.ts'

const now = new Date('2026-11-30T08:00:00Z')

test.each([
  ['90s', '2026-11-30T07:58:30.000Z'],
  ['10m', '2026-11-30T07:50:00.000Z'],
  ['2h', '2026-11-30T06:00:00.000Z'],
  ['3d', '2026-11-27T08:00:00.000Z'],
  ['1w', '2026-11-23T08:00:00.000Z'],
  ['2026-11-29', '2026-11-29T00:00:00.000Z'],
  ['2026-11-29T10:30', '2026-11-29T10:30:00.000Z'],
  ['2026-11-29 10:30:15', '2026-11-29T10:30:15.000Z'],
  ['2026-11-29T10:30:15.250+02:00', '2026-11-29T08:30:15.250Z'],
])('%s is %s', (text, expected) => {
  expect(readSince(text, now)?.toISOString()).toBe(expected)
})

test.each(['', '10', '10 m', 'm', '2026-02-31', '2026-13-01', '2026-11-29T25:00', 'yesterday', '-5m', '9999999d'])(
  '%j is no time',
  (text) => {
    expect(readSince(text, now)).toBeUndefined()
  },
)
