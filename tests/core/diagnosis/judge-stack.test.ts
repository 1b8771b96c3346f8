import { describe, expect, test } from 'vitest'
import {
  type DigestScheduleFact,
  judgeClock,
  judgePublication,
  judgeSchedules,
  judgeTables,
  judgeVersion,
} from '../../../core/diagnosis/judge-stack.ts'
import { parsePublication } from '../../../core/publication.ts'

const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id)

describe('schedules', () => {
  const publication = parsePublication(
    JSON.stringify({
      ...{
        title: 'News',
        description: 'News.',
        tag: 'example.org,2026',
        postalAddress: 'Bath',
        timeZone: 'Europe/London',
      },
      sender: { name: 'News', address: 'news@example.org' },
      digests: { daily: { title: 'Daily', schedule: { every: 'day', at: '01:30' } } },
    }),
  )
  const schedule = { digest: 'daily', timeZone: 'Europe/London', isEnabled: true }
  const usual = { ...schedule, name: 'Stack-daily', expression: 'cron(30 1 * * ? *)' }
  /** Of the days on which the clocks go forward. */
  const shifted = { ...schedule, name: 'Stack-shifted', expression: 'cron(30 2 * * ? *)' }

  test.each<[string[], DigestScheduleFact[]]>([
    [['schedules.ok'], [shifted, usual]],
    [['schedules.missing'], []],
    [['schedules.different'], [usual]],
    [['schedules.different'], [{ ...usual, timeZone: 'UTC' }, shifted]],
    [['schedules.disabled'], [{ ...usual, isEnabled: false }, shifted]],
    [['schedules.extra'], [usual, shifted, { ...usual, digest: 'weekly' }]],
  ])('%j: %j', (expected, all) => {
    expect(ids(judgeSchedules(publication, found(all)))).toEqual(expected)
  })
})

test('the stack has the version of the command', () => {
  expect(ids(judgeVersion('1.0.0', undefined))).toEqual(['version.ok'])
  expect(ids(judgeVersion('1.0.0', 'The stack has version 0.9.0.'))).toEqual(['version.different'])
})

test('the stack was deployed from this publication.json', () => {
  expect(ids(judgePublication([]))).toEqual(['publication.ok'])
  expect(ids(judgePublication(['digests']))).toEqual(['publication.different'])
  expect(ids(judgePublication(undefined))).toEqual(['publication.unchecked'])
})

test.each([
  [0.4, 'clock.ok'],
  [-59, 'clock.ok'],
  [301, 'clock.wrong'],
  [-90, 'clock.wrong'],
])('a clock that is %d seconds ahead: %s', (skew, id) => {
  expect(ids(judgeClock(found(skew)))).toEqual([id])
})

test('tables are protected and can be restored', () => {
  const table = { name: 'Subscribers', isProtected: true, isRecoverable: true }
  expect(ids(judgeTables(found([table])))).toEqual(['tables.ok'])
  expect(ids(judgeTables(found([{ ...table, isProtected: false }])))).toEqual(['tables.unprotected'])
  expect(ids(judgeTables(found([table, { ...table, isRecoverable: false }])))).toEqual(['tables.unrecoverable'])
})
