import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { progressStore, type WriteItem } from '../../../aws/deliveries/progress-store.ts'
import type { Portion } from '../../../core/deliveries/portion.ts'
import type { PortionProgress } from '../../../core/deliveries/settled-counts.ts'
import { openTable } from '../open-table.ts'

const id = 'daily-12'
const recipients = (...ids: string[]) => ids.map((subscriberId) => ({ subscriberId, articles: ['a'] }))
const portion: Portion = {
  batches: [{ recipients: recipients('a1', 'a2') }, { recipients: recipients('a3') }],
  next: 'a3',
}
const place = (index: number, number = 1) => ({ shard: 'a', portion: number, index })
/** A write that always succeeds, in place of the change of the issue. */
const alongside: WriteItem = {
  ConditionCheck: {
    TableName: 'table',
    Key: { pk: 'issue#daily', sk: '000000012' },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
}

async function open() {
  const { dynamo, faults } = await openTable()
  const progress = progressStore(dynamo, 'table')
  await progress.addPortion(id, 'a', 1, portion)
  const read = async (): Promise<PortionProgress> => {
    const found = await progress.get(id, 'a', 1)
    if (!found) throw new Error('There is no portion')
    return found
  }
  return { progress, read, faults, dynamo }
}

test('the recipients that were stored first stay', async () => {
  const { progress } = await open()
  const other: Portion = { batches: [{ recipients: recipients('a9') }], next: undefined }
  expect(await progress.addPortion(id, 'a', 1, other)).toEqual({ stored: portion, isNew: false })
  expect(await progress.addPortion(id, 'a', 2, other)).toEqual({ stored: other, isNew: true })
  expect(await progress.getPortion(id, 'a', 3)).toBeUndefined()
})

test('a portion without recipients is stored, and has no progress', async () => {
  const { progress } = await open()
  await progress.addPortion(id, 'a', 2, { batches: [], next: 'a9' })
  expect(await progress.getPortion(id, 'a', 2)).toEqual({ batches: [], next: 'a9' })
  expect(await progress.get(id, 'a', 2)).toBeUndefined()
  expect(await progress.listAll(id)).toHaveLength(1)
})

test('the portions of a shard are listed in order, page by page', async () => {
  const { progress } = await open()
  for (const number of [11, 2, 100]) await progress.addPortion(id, 'a', number, portion)
  const page = await progress.listPage(id, 'a', 1, 2)
  expect(page.portions.map((each) => each.portion)).toEqual([2, 11])
  const rest = await progress.listPage(id, 'a', page.after ?? 0, 2)
  expect(rest.portions.map((each) => each.portion)).toEqual([100])
})

test('a batch is counted once, and the counts of the first caller stay', async () => {
  const { progress, read } = await open()
  const results = await Promise.all([
    progress.count(id, place(0), { submitted: 2 }),
    progress.count(id, place(0), { submitted: 1, failed: 1 }),
    progress.count(id, place(1), { skipped: 1 }),
  ])
  expect(results.filter((result) => result === 'taken')).toHaveLength(1)
  expect(await read()).toMatchObject({ counts: { 1: { skipped: 1 } }, finished: false, version: 3 })
  expect(await progress.count(id, place(0, 7), { submitted: 2 })).toBe('taken')
})

test('a portion is added to the total of its shard once', async () => {
  const { progress, read } = await open()
  await progress.count(id, place(0), { submitted: 2 })
  await progress.count(id, place(1), { failed: 1 })
  const settled = await read()
  const results = await Promise.all([1, 2, 3].map(() => progress.finish(id, 'a', settled)))
  expect(results.toSorted()).toEqual(['finished', 'taken', 'taken'])
  expect(await progress.finish(id, 'a', await read())).toBe('taken')
  expect((await progress.listTotals(id)).get('a')).toMatchObject({ portions: 1, counts: { submitted: 2, failed: 1 } })
})

test('a portion whose response was lost is recognized as finished', async () => {
  const { progress, read, faults } = await open()
  await progress.count(id, place(0), { submitted: 2 })
  await progress.count(id, place(1), { failed: 1 })
  faults.add({ operation: 'TransactWriteItems', fault: 'lose-response' })
  expect(await progress.finish(id, 'a', await read())).toBe('finished')
  expect((await progress.listTotals(id)).get('a')?.portions).toBe(1)
})

test('a batch is counted again only on the version that was read', async () => {
  const { progress, read } = await open()
  await progress.count(id, place(0), { unknown: 2 })
  const before = await read()
  await progress.count(id, place(1), { submitted: 1 })
  expect(await progress.recount(id, place(0), before, { submitted: 2 }, alongside)).toBe('taken')
  expect(await progress.recount(id, place(0), await read(), { submitted: 2 }, alongside)).toEqual(await read())
  expect(await read()).toMatchObject({ counts: { 0: { submitted: 2 }, 1: { submitted: 1 } } })
})

test('counting a batch of a finished portion again changes the total of the shard', async () => {
  const { progress, read } = await open()
  await progress.count(id, place(0), { unknown: 1, submitted: 1 })
  await progress.count(id, place(1), { failed: 1 })
  await progress.finish(id, 'a', await read())
  const before = await progress.listTotals(id)
  expect(await progress.recount(id, place(0), await read(), { submitted: 2 }, alongside)).toEqual(await read())
  expect(await progress.recount(id, place(1), await read(), {}, alongside)).toEqual(await read())
  const after = await progress.listTotals(id)
  expect(after.get('a')).toMatchObject({ portions: 1, counts: { submitted: 2, unknown: 0, failed: 0 } })
  expect(after.get('a')?.version).toBe((before.get('a')?.version ?? 0) + 2)
})

test('a portion that was counted again since it was read is not added to the total as it was', async () => {
  const { progress, read } = await open()
  await progress.count(id, place(0), { submitted: 2 })
  await progress.count(id, place(1), { unknown: 1 })
  const outdated = await read()
  await progress.recount(id, place(1), outdated, { submitted: 1 }, alongside)
  expect(await progress.finish(id, 'a', outdated)).toBe('taken')
  expect(await progress.finish(id, 'a', await read())).toBe('finished')
  expect((await progress.listTotals(id)).get('a')).toMatchObject({ counts: { submitted: 3, unknown: 0 } })
})

test('what depends on the totals fails once one of them has changed, or is new', async () => {
  const { progress, read, dynamo } = await open()
  const isStill = async (totals: Awaited<ReturnType<typeof progress.listTotals>>) => {
    const items = progress.unchanged(id, totals)
    const result = dynamo.send(new TransactWriteCommand({ TransactItems: items }))
    return result.then(
      () => true,
      () => false,
    )
  }
  const none = await progress.listTotals(id)
  expect(await isStill(none)).toBe(true)
  await progress.count(id, place(0), { unknown: 2 })
  await progress.count(id, place(1), { submitted: 1 })
  await progress.finish(id, 'a', await read())
  const finished = await progress.listTotals(id)
  expect([await isStill(none), await isStill(finished)]).toEqual([false, true])
  await progress.recount(id, place(0), await read(), { submitted: 2 }, alongside)
  expect(await isStill(finished)).toBe(false)
})
