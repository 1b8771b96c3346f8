import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { AwsError } from 'cdk-loopback/aws-service'
import { expect, test } from 'vitest'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import type { IssueRecord } from '../../../core/issues/issue.ts'
import type { PendingMark, Takings } from '../../../core/issues/issue-contents.ts'
import { digestKey, pendingKey } from '../../../core/keys.ts'
import { parsePublication } from '../../../core/publication.ts'
import { addRun, type DigestRun } from '../../../core/schedules/digest-record.ts'
import { publication as sample } from '../../core/reading/sample.ts'
import { openTable } from '../open-table.ts'

const at = '2026-11-21T06:00:00.000Z'
const run = (number: number | undefined, requestId = 'r'): DigestRun => {
  return { at, outcome: number === undefined ? 'nothing-pending' : 'composed', number, requestId }
}
const issue = (number: number): IssueRecord => {
  return {
    digest: 'daily',
    number,
    title: `#${number}`,
    composedAt: at,
    contentKey: 'k',
    articleCount: 1,
    state: 'composed',
  }
}

const taking = (marks: readonly PendingMark[]): Takings => ({ marks, inserts: [], corrections: [] })
const nothing = taking([])

async function open() {
  const { dynamo, faults } = await openTable()
  const mark = (order: string) =>
    dynamo.send(new PutCommand({ TableName: 'table', Item: { ...pendingKey('daily', order), articleId: `a${order}` } }))
  const forget = () => dynamo.send(new DeleteCommand({ TableName: 'table', Key: digestKey('daily') }))
  return { issues: issueStore(dynamo, 'table'), mark, forget, faults }
}

test('an issue takes its articles off the pending list in one transaction', async () => {
  const { issues, mark } = await open()
  await Promise.all(['1', '2', '3'].map(mark))
  const marks = await issues.listPending('daily', 2)
  expect(marks.map(({ articleId }) => articleId)).toEqual(['a1', 'a2'])
  const before = await issues.getDigest('daily')
  expect(await issues.addRun('daily', addRun(before, run(1)), taking(marks), issue(1))).toBe('added')
  expect((await issues.listPending('daily', 9)).map(({ order }) => order)).toEqual(['3'])
  expect(await issues.get('daily', 1)).toEqual(issue(1))
  expect(await issues.getDigest('daily')).toEqual({ lastNumber: 1, runs: [run(1)], revision: 1 })
})

test('only one of several concurrent runs of a digest is stored', async () => {
  const { issues } = await open()
  for (const round of [1, 2]) {
    const before = await issues.getDigest('daily')
    const results = await Promise.all(
      [1, 2, 3].map(() => issues.addRun('daily', addRun(before, run(round)), nothing, issue(round))),
    )
    expect(results.toSorted()).toEqual(['added', 'overtaken', 'overtaken'])
  }
  expect((await issues.list('daily')).map(({ number }) => number)).toEqual([2, 1])
})

test('a run that composes nothing is stored once as well', async () => {
  const { issues } = await open()
  for (const round of [1, 2]) {
    const before = await issues.getDigest('daily')
    const empty = addRun(before, run(undefined, `r${round}`))
    const results = await Promise.all([1, 2, 3].map(() => issues.addRun('daily', empty, nothing, undefined)))
    expect(results.toSorted()).toEqual(['added', 'overtaken', 'overtaken'])
    expect(await issues.addRun('daily', addRun(before, run(7)), nothing, issue(7))).toBe('overtaken')
  }
  expect((await issues.getDigest('daily')).runs).toHaveLength(2)
  expect(await issues.list('daily')).toEqual([])
})

test('an issue never replaces one of the same number, even if the record of the digest is lost', async () => {
  const { issues, forget } = await open()
  await issues.addRun('daily', addRun(await issues.getDigest('daily'), run(1)), nothing, issue(1))
  await forget()
  const again = { ...issue(1), title: 'another' }
  expect(await issues.addRun('daily', addRun(await issues.getDigest('daily'), run(1)), nothing, again)).toBe(
    'overtaken',
  )
  expect(await issues.get('daily', 1)).toEqual(issue(1))
})

test('a run that takes an article that is no longer pending stores nothing', async () => {
  const { issues } = await open()
  const mark: PendingMark = { order: '1', articleId: 'a1', handling: undefined }
  const after = addRun(await issues.getDigest('daily'), run(1))
  expect(await issues.addRun('daily', after, taking([mark]), issue(1))).toBe('overtaken')
  expect(await issues.get('daily', 1)).toBeUndefined()
})

test('a run whose response was lost is recognized as added', async () => {
  const { issues, faults } = await open()
  faults.add({ operation: 'TransactWriteItems', fault: 'lose-response' })
  expect(await issues.addRun('daily', addRun(await issues.getDigest('daily'), run(1)), nothing, issue(1))).toBe('added')
})

test('a transaction that is cancelled for a reason other than a race is an error', async () => {
  const { issues, faults } = await open()
  const error = new AwsError('TransactionCanceledException', 400, 'Transaction cancelled')
  faults.add({ operation: 'TransactWriteItems', fault: 'fail', error })
  const after = addRun(await issues.getDigest('daily'), run(undefined))
  await expect(issues.addRun('daily', after, nothing, undefined)).rejects.toMatchObject({
    message: 'Transaction cancelled',
  })
})

test('an issue that is planned before its planning is recorded as started stays planned', async () => {
  const { issues } = await open()
  await issues.addRun('daily', addRun(await issues.getDigest('daily'), run(1)), nothing, issue(1))
  await issues.finishPlanning(issue(1), 12)
  await issues.startPlanning(issue(1))
  expect(await issues.get('daily', 1)).toEqual({ ...issue(1), state: 'planned', recipients: 12 })
})

test('articles that are left out are skipped, even by a run that was about to take one', async () => {
  const { issues, mark } = await open()
  await Promise.all(['1', '2', '3'].map(mark))
  expect(await issues.handle(pendingKey('daily', '1'), 'held')).toBe('done')
  const marks = await issues.listPending('daily', 1)
  expect(marks.map(({ order, handling }) => [order, handling])).toEqual([
    ['1', 'held'],
    ['2', undefined],
  ])
  await issues.handle(pendingKey('daily', '2'), 'held')
  const after = addRun(await issues.getDigest('daily'), run(1))
  expect(await issues.addRun('daily', after, taking(marks.slice(1)), issue(1))).toBe('overtaken')
  await issues.handle(pendingKey('daily', '2'), undefined)
  expect(await issues.addRun('daily', after, taking(marks.slice(1)), issue(1))).toBe('added')
  expect(await issues.handle(pendingKey('daily', '2'), 'pinned')).toBe('gone')
})

test('digests stay known after they were removed from publication.json', async () => {
  const { issues } = await open()
  const digests = (...names: string[]) =>
    parsePublication(
      JSON.stringify({
        ...sample,
        digests: Object.fromEntries(names.map((name) => [name, { title: name, schedule: { every: 'minute' } }])),
      }),
    )
  expect(await issues.listDigests(digests('press'))).toEqual(['daily', 'instant', 'monthly', 'press', 'weekly'])
  await issues.recordDigests(digests('press', 'the-week'))
  await issues.recordDigests(digests('hourly'))
  await issues.recordDigests(digests())
  expect(await issues.listDigests(digests('hourly'))).toEqual(
    expect.arrayContaining(['hourly', 'press', 'the-week', 'weekly']),
  )
})
