import { expect, test } from 'vitest'
import { insertStore } from '../../../aws/issues/insert-store.ts'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import type { InsertRecord } from '../../../core/issues/insert-record.ts'
import { addRun } from '../../../core/schedules/digest-record.ts'
import { openTable } from '../open-table.ts'

const note: InsertRecord = {
  ...{ digest: 'daily', kind: 'note', key: 'issues/daily.md', sequencer: '05', state: 'scheduled', problems: [] },
  ...{ at: '2026-11-21T06:00:00.000Z', revision: 1 },
  insert: { title: 'Hi', html: '', image: undefined, language: 'en', direction: 'ltr' },
}
const next: InsertRecord = { ...note, sequencer: '06', revision: 2 }

test('only one of two concurrent first versions is saved', async () => {
  const { dynamo } = await openTable()
  const inserts = insertStore(dynamo, 'table')
  const results = await Promise.all([inserts.save(undefined, note), inserts.save(undefined, note)])
  expect(results.toSorted()).toEqual(['saved', 'superseded'])
  expect(await inserts.get('daily', 'note')).toEqual(note)
  expect(await inserts.get('daily', 'sponsor')).toBeUndefined()
})

test('only one of two next versions is saved, even if the other one read the same', async () => {
  const { dynamo } = await openTable()
  const inserts = insertStore(dynamo, 'table')
  await inserts.save(undefined, note)
  const before = await inserts.get('daily', 'note')
  expect(await inserts.save(before, next)).toBe('saved')
  expect(await inserts.save(before, { ...next, sequencer: '07' })).toBe('superseded')
  expect(await inserts.get('daily', 'note')).toEqual(next)
})

test('a record is not saved if an issue has taken its insert in the meantime', async () => {
  const { dynamo } = await openTable()
  const inserts = insertStore(dynamo, 'table')
  await inserts.save(undefined, note)
  const before = await inserts.get('daily', 'note')
  const issues = issueStore(dynamo, 'table')
  const run = { at: note.at, outcome: 'nothing-pending', number: undefined, requestId: 'r' } as const
  const takings = { marks: [], inserts: [note], corrections: [] }
  expect(await issues.addRun('daily', addRun(await issues.getDigest('daily'), run), takings, undefined)).toBe('added')
  expect(await inserts.save(before, next)).toBe('superseded')
  const taken = await inserts.get('daily', 'note')
  expect(taken).toEqual({ ...note, insert: undefined })
  expect(await inserts.save(taken, next)).toBe('saved')
})
