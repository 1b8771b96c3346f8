import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { insertStore } from '../../../aws/issues/insert-store.ts'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import type { InsertRecord } from '../../../core/issues/insert-record.ts'
import type { IssueRecord } from '../../../core/issues/issue.ts'
import type { AloneMark, Takings } from '../../../core/issues/issue-contents.ts'
import { aloneKey, correctionKey, issueKey, pendingKey } from '../../../core/keys.ts'
import { addRun } from '../../../core/schedules/digest-record.ts'
import { openTable } from '../open-table.ts'

const at = '2026-11-21T06:00:00.000Z'
const issue: IssueRecord = {
  ...{ digest: 'daily', number: 1, title: '#1', composedAt: at, contentKey: 'k', articleCount: 1, state: 'composed' },
}
const nothing: Takings = { marks: [], inserts: [], corrections: [] }
const alone: AloneMark = { ...{ digest: 'daily', order: '1', articleId: 'a1' }, handling: undefined, issue: undefined }
const note: InsertRecord = {
  ...{ digest: 'daily', kind: 'note', key: 'issues/daily.md', sequencer: '05', state: 'scheduled', problems: [], at },
  ...{ revision: 1, insert: { title: 'Hi', html: '', image: undefined, language: 'en', direction: 'ltr' } },
}

async function open() {
  const { dynamo } = await openTable()
  const issues = issueStore(dynamo, 'table')
  const put = (item: object) =>
    dynamo.send(new PutCommand({ TableName: 'table', Item: item as Record<string, unknown> }))
  /** Stores the next run of the digest, with an issue that takes something. */
  async function take(takings: Partial<Takings>, changes: Partial<IssueRecord> = {}) {
    const before = await issues.getDigest('daily')
    const number = changes.number ?? before.lastNumber + 1
    const run = { at, outcome: 'composed', number, requestId: `r${before.revision}` } as const
    return issues.addRun('daily', addRun(before, run), { ...nothing, ...takings }, { ...issue, number, ...changes })
  }
  return { issues, inserts: insertStore(dynamo, 'table'), put, take }
}

test('a correction that changed since it was read is not mentioned in its old form', async () => {
  const { put, take } = await open()
  await put({ ...correctionKey('daily', 'a1'), articleId: 'a1', revision: 2 })
  expect(await take({ corrections: [{ articleId: 'a1', revision: 1 }] })).toBe('overtaken')
  expect(await take({ corrections: [{ articleId: 'a1', revision: 2 }] })).toBe('added')
})

test('an issue takes an article that was pinned in the meantime, but none that was left out', async () => {
  const { issues, put, take } = await open()
  const mark = { order: '1', articleId: 'a1', handling: undefined }
  await put({ ...pendingKey('daily', '1'), articleId: 'a1' })
  await issues.handle(pendingKey('daily', '1'), 'held')
  expect(await take({ marks: [mark] })).toBe('overtaken')
  await issues.handle(pendingKey('daily', '1'), 'pinned')
  expect(await take({ marks: [mark] })).toBe('added')
})

test('an article on its own is reserved for one issue, and taken by that one', async () => {
  const { issues, put, take } = await open()
  expect(await take({ reserved: [alone] })).toBe('overtaken') // it is not there any more
  await put({ ...aloneKey('daily', '1'), articleId: 'a1' })
  await issues.handle(aloneKey('daily', '1'), 'held')
  expect(await take({ reserved: [alone] })).toBe('overtaken')
  await issues.handle(aloneKey('daily', '1'), undefined)
  expect(await take({ reserved: [alone] })).toBe('added')
  expect(await issues.listAlone('daily')).toEqual([{ ...alone, issue: 1 }])
  expect(await take({ reserved: [alone] })).toBe('overtaken')
  expect(await take({ marks: [alone] })).toBe('overtaken')
  const reservedFor = (number: number): AloneMark => ({ ...alone, issue: number })
  expect(await take({ marks: [reservedFor(2)] })).toBe('overtaken')
  expect(await take({ marks: [reservedFor(1)] })).toBe('added')
  expect(await issues.listAlone('daily')).toEqual([])
})

test('a note is in one issue, and in the version that was read', async () => {
  const { inserts, take } = await open()
  await inserts.save(undefined, note)
  expect(await take({ inserts: [{ ...note, sequencer: '04' }] })).toBe('overtaken')
  expect(await take({ inserts: [note] })).toBe('added')
  expect(await take({ inserts: [note] })).toBe('overtaken')
})

test('an issue is approved only while it waits for approval', async () => {
  const { issues, put, take } = await open()
  const approved = { number: 1, approval: { preview: 'secret', givenAt: at } }
  await put({ ...issueKey('daily', 1), issue: { ...issue, state: 'cancelled' } })
  expect(await take({}, approved)).toBe('overtaken')
  await put({ ...issueKey('daily', 1), issue: { ...issue, state: 'awaiting-approval' } })
  expect(await take({}, approved)).toBe('added')
  expect(await issues.get('daily', 1)).toMatchObject({ state: 'composed', approval: { givenAt: at } })
})
