import { expect, test } from 'vitest'
import { unifyDate } from '../../../core/text/unify-date.ts'

test.each([
  ['Tue Nov 17 14:00:00 UTC 2026', 'Tue Nov 17 2026 14:00:00 UTC'],
  ['Tue Nov 17 14:00:00 2026 +0100', 'Tue Nov 17 2026 14:00:00 +0100'],
  ['14:00, 17 November 2026 (UTC)', '17 November 2026 14:00 (UTC)'],
  ['20261117T140000Z', '2026-11-17T14:00:00Z'],
  ['20261117', '2026-11-17'],
  ['<2026-11-17 Tue>', '2026-11-17 Tue'],
  ['２０２６年１１月１７日（火）', '2026年11月17日 Tue'],
  ['令和元年5月1日', '2019年5月1日'],
  ['17 ноября 2026 г., 14:00', '17 ноября 2026, 14:00'],
  ['17. 11. 2026 14:00', '17.11.2026 14:00'],
])('%s is rewritten as %s', (line, unified) => {
  expect(unifyDate(line)).toBe(unified)
})

test.each(['2026-11-17 14:00', 'Nov 17, 2026', '2026. 11. 17.', 'the mail of 2026', '12345678', ''])(
  '"%s" stays as it is',
  (line) => {
    expect(unifyDate(line)).toBe(line)
  },
)
