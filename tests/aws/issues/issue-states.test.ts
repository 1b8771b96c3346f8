import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { AwsError } from 'cdk-loopback/aws-service'
import { expect, test } from 'vitest'
import type { WriteItem } from '../../../aws/deliveries/progress-store.ts'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import { deliveryCounts } from '../../../core/deliveries/settled-counts.ts'
import type { IssueRecord, IssueStop } from '../../../core/issues/issue.ts'
import { issueKey, openIssueKey } from '../../../core/keys.ts'
import { addRun } from '../../../core/schedules/digest-record.ts'
import { openTable } from '../open-table.ts'

const at = '2026-11-21T06:00:00.000Z'
const end = '2026-11-21T06:20:00.000Z'
const issue: IssueRecord = {
  ...{ digest: 'daily', number: 1, title: '#1', composedAt: at, contentKey: 'k', articleCount: 1, state: 'composed' },
}
const counts = deliveryCounts(3, { submitted: 2, failed: 1 })

async function open() {
  const { dynamo, faults } = await openTable()
  const issues = issueStore(dynamo, 'table')
  const run = { at, outcome: 'composed', number: 1, requestId: 'r' } as const
  const before = await issues.getDigest('daily')
  await issues.addRun('daily', addRun(before, run), { marks: [], inserts: [], corrections: [] }, issue)
  const listedAsOpen = async () =>
    (await dynamo.send(new GetCommand({ TableName: 'table', Key: openIssueKey('daily', 1) }))).Item
  const write = (item: WriteItem) => dynamo.send(new TransactWriteCommand({ TransactItems: [item] }))
  const change = (changes: Partial<IssueRecord>) =>
    dynamo.send(
      new PutCommand({ TableName: 'table', Item: { ...issueKey('daily', 1), issue: { ...issue, ...changes } } }),
    )
  const hold = (stop: IssueStop) => change({ hold: stop })
  return { issues, faults, listedAsOpen, write, change, hold, read: () => issues.get('daily', 1) }
}

test('a composed issue is listed as open, with the instant after which it is late', async () => {
  const { issues, listedAsOpen } = await open()
  const lateAt = '2026-11-21T08:00:00.000Z'
  expect(await listedAsOpen()).toMatchObject({ digest: 'daily', number: 1, composedAt: at, lateAt })
  await issues.extend(issue, '2026-11-21T07:00:00.000Z')
  expect(await listedAsOpen()).toMatchObject({ lateAt })
  await issues.extend(issue, '2026-11-21T09:00:00.000Z')
  expect(await listedAsOpen()).toMatchObject({ lateAt: '2026-11-21T09:00:00.000Z' })
})

test('an issue is submitted once, with its counts, and is no longer listed as open', async () => {
  const { issues, listedAsOpen, read } = await open()
  expect(await issues.pause(issue, 'operator', at)).toBe('paused')
  const results = await Promise.all([1, 2, 3].map(() => issues.submit(issue, counts, end, [])))
  expect(results.filter((result) => result === 'submitted')).toHaveLength(1)
  expect(await read()).toEqual({ ...issue, state: 'submitted', submittedAt: end, counts, recipients: 3 })
  expect(await issues.submit(issue, deliveryCounts(9, { submitted: 9 }), end, [])).toBe('unchanged')
  expect(await listedAsOpen()).toBeUndefined()
  await issues.extend(issue, '2026-11-21T09:00:00.000Z')
  expect(await listedAsOpen()).toBeUndefined()
})

test('an issue does not end if what was counted has changed', async () => {
  const { issues, listedAsOpen, read } = await open()
  const changed: WriteItem = {
    ConditionCheck: {
      TableName: 'table',
      Key: { pk: 'progress#daily-1', sk: 'a' },
      ConditionExpression: 'attribute_exists(pk)',
    },
  }
  expect(await issues.submit(issue, counts, end, [changed])).toBe('taken')
  expect(await read()).toEqual(issue)
  expect(await listedAsOpen()).toBeDefined()
})

test('an end whose response was lost is recognized as our own', async () => {
  const { issues, faults } = await open()
  faults.add({ operation: 'TransactWriteItems', fault: 'lose-response' })
  expect(await issues.submit(issue, counts, end, [])).toBe('submitted')
})

test('an end that fails for a reason other than a race is an error', async () => {
  const { issues, faults } = await open()
  const CancellationReasons = [{ Code: 'ThrottlingError', Message: 'throttled' }]
  const error = new AwsError('TransactionCanceledException', 400, 'Transaction cancelled', { CancellationReasons })
  faults.add({ operation: 'TransactWriteItems', fault: 'fail', error })
  await expect(issues.submit(issue, counts, end, [])).rejects.toMatchObject({ message: 'Transaction cancelled' })
})

test('a cancelled issue stays cancelled, and a submitted one cannot be cancelled', async () => {
  const first = await open()
  expect(await first.issues.cancel(issue, end)).toBe('cancelled')
  expect(await first.read()).toMatchObject({ state: 'cancelled', hold: { kind: 'cancelled', at: end } })
  expect(await first.listedAsOpen()).toBeUndefined()
  expect(await first.issues.cancel(issue, end)).toBe('unchanged')
  expect(await first.issues.submit(issue, counts, end, [])).toBe('unchanged')
  expect(await first.issues.pause(issue, 'operator', end)).toBe('unchanged')
  await first.issues.finishPlanning(issue, 3)
  expect(await first.read()).toMatchObject({ state: 'cancelled' })
  const second = await open()
  await second.issues.submit(issue, counts, end, [])
  expect(await second.issues.cancel(issue, end)).toBe('unchanged')
  expect(await second.read()).toMatchObject({ state: 'submitted' })
})

test('an issue that was cancelled before that was a state stays cancelled', async () => {
  const { issues, read, hold } = await open()
  await hold({ kind: 'cancelled', reason: 'operator', at })
  expect(await issues.pause(issue, 'operator', end)).toBe('unchanged')
  expect(await issues.submit(issue, counts, end, [])).toBe('unchanged')
  expect(await issues.cancel(issue, end)).toBe('unchanged')
  await issues.resume(issue, {})
  expect(await read()).toEqual({ ...issue, hold: { kind: 'cancelled', reason: 'operator', at } })
})

test('a submitted issue can be paused only while failed mails are retried', async () => {
  const { issues, read, write } = await open()
  await issues.submit(issue, counts, end, [])
  expect(await issues.pause(issue, 'operator', end)).toBe('unchanged')
  expect(await issues.pause(issue, 'bounces', end, true)).toBe('unchanged')
  const record = await read()
  if (!record) throw new Error('There is no issue')
  await write(issues.changeCounts(record, { failed: -1 }))
  expect((await read())?.counts).toEqual(deliveryCounts(3, { submitted: 2 }))
  expect(await issues.pause(issue, 'bounces', end, true)).toBe('paused')
  expect(await issues.pause(issue, 'complaints', end, true)).toBe('unchanged')
  await issues.resume(issue, { bounced: 3 })
  await write(issues.changeCounts(record, { unknown: 1 }))
  expect(await read()).toMatchObject({
    counts: deliveryCounts(3, { submitted: 2, unknown: 1 }),
    forgiven: { bounced: 3 },
  })
})

test('a change of counts fails if the issue was submitted since it was read', async () => {
  const { issues, read, write } = await open()
  const record = await read()
  if (!record) throw new Error('There is no issue')
  await write(issues.changeCounts(record, { failed: -1 }))
  expect(await read()).toEqual(issue)
  await issues.submit(issue, counts, end, [])
  await expect(write(issues.changeCounts(record, { failed: -1 }))).rejects.toThrow('Transaction cancelled')
})

test('the recipients of an issue are recorded once, also if its shards were planned by two versions', async () => {
  const { issues, read } = await open()
  await issues.finishPlanning(issue, undefined)
  expect(await read()).toEqual({ ...issue, state: 'planned' })
  await issues.finishPlanning(issue, 12)
  await issues.finishPlanning(issue, 99)
  expect(await read()).toEqual({ ...issue, state: 'planned', recipients: 12 })
})

test('only an issue that waits for approval expires, is cancelled for lack of it, or cannot be paused', async () => {
  const { issues, change, read, listedAsOpen } = await open()
  expect(await issues.expire(issue)).toBe('unchanged')
  expect(await issues.cancel(issue, end, true)).toBe('unchanged')
  expect(await read()).toEqual(issue)
  await change({ state: 'awaiting-approval' })
  expect(await issues.pause(issue, 'operator', end)).toBe('unchanged')
  expect(await issues.expire(issue)).toBe('expired')
  expect(await read()).toEqual({ ...issue, state: 'expired' })
  expect(await listedAsOpen()).toBeUndefined()
  for (const ending of [issues.cancel(issue, end), issues.submit(issue, counts, end, []), issues.expire(issue)])
    expect(await ending).toBe('unchanged')
  await change({ state: 'awaiting-approval' })
  expect(await issues.cancel(issue, end, true)).toBe('cancelled')
})

test('an issue that does not exist cannot be paused or ended', async () => {
  const { issues } = await open()
  const missing = { digest: 'daily', number: 9 }
  const { pause, cancel, submit, expire } = issues
  const changes = [
    pause(missing, 'operator', at),
    cancel(missing, at),
    submit(missing, counts, at, []),
    expire(missing),
  ]
  expect(await Promise.all(changes)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged'])
  expect(await issues.get('daily', 9)).toBeUndefined()
})
