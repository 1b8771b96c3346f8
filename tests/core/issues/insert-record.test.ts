import { expect, test } from 'vitest'
import {
  applyInsert,
  type InsertFact,
  type InsertRecord,
  insertReceipt,
  insertVerdict,
} from '../../../core/issues/insert-record.ts'
import type { Insert } from '../../../core/issues/issue.ts'
import { error } from '../../../core/problem.ts'

const insert: Insert = { title: 'Hi', html: '<p>Hi', text: 'Hi', image: undefined, language: 'en', direction: 'ltr' }
const fact: InsertFact = {
  ...{ digest: 'daily', kind: 'note', key: 'issues/daily.md', sequencer: '05', at: '2026-11-21T06:00:00.000Z' },
  ...{ problems: [], insert },
}
const scheduled = applyInsert(undefined, fact)
const problems = [error('empty-file', 'The file is empty.', {})]

test('an upload is scheduled for the next issue', () => {
  expect(scheduled).toMatchObject({ state: 'scheduled', insert, revision: 1 })
})

test('an older or repeated event changes nothing, even after an issue took the insert', () => {
  const taken: InsertRecord = { ...scheduled, insert: undefined }
  for (const sequencer of ['04', '05']) expect(applyInsert(taken, { ...fact, sequencer })).toBe(taken)
})

test('a rejected upload keeps the version that waits', () => {
  const rejected = applyInsert(scheduled, { ...fact, sequencer: '06', problems, insert: undefined })
  expect(rejected).toMatchObject({ state: 'rejected', insert, revision: 2 })
  expect(insertVerdict(rejected)).toContain('previous version')
})

test('a deleted upload withdraws the insert', () => {
  const withdrawn = applyInsert(scheduled, { ...fact, sequencer: '06', insert: undefined })
  expect(withdrawn).toMatchObject({ state: 'withdrawn', insert: undefined })
})

test('the receipt has the title of the insert, if it has one', () => {
  expect(insertReceipt(scheduled)).toMatchObject({ key: 'issues/daily.md', state: 'scheduled', title: 'Hi' })
  expect(insertReceipt({ ...scheduled, insert: { ...insert, title: undefined } })).not.toHaveProperty('title')
})
