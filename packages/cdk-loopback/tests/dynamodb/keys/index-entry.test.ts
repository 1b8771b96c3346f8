import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const indexed = {
  AttributeDefinitions: define('pk:S', 'sk:S', 'color:S', 'rank:N'),
  GlobalSecondaryIndexes: [
    { IndexName: 'by-color', KeySchema: keySchema('color', 'rank'), Projection: { ProjectionType: 'ALL' as const } },
    { IndexName: 'keys', KeySchema: keySchema('color'), Projection: { ProjectionType: 'KEYS_ONLY' as const } },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-rank',
      KeySchema: keySchema('pk', 'rank'),
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['note'] },
    },
  ],
}

const red = { KeyConditionExpression: 'color = :c', ExpressionAttributeValues: { ':c': 'red' } }
const ofA = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'a' } }

test('an index lists the items that have its key, in the order of that key', async () => {
  const { put, query, scan } = await startWithTable(indexed)
  await put({ pk: 'a', sk: '1', color: 'red', rank: 10 })
  await put({ pk: 'b', sk: '1', color: 'red', rank: -2 })
  await put({ pk: 'c', sk: '1', color: 'blue', rank: 1 })
  await put({ pk: 'd', sk: '1', color: 'red' })
  const { Items } = await query({ IndexName: 'by-color', ...red })
  expect(Items?.map(({ pk }) => pk)).toEqual(['b', 'a'])
  expect((await scan({ IndexName: 'by-color' })).Count).toBe(3)
  expect((await scan({ IndexName: 'keys' })).Count).toBe(4)
})

test('every change of an item updates the index', async () => {
  const { put, update, remove, query, transact } = await startWithTable(indexed)
  const keys = async () => (await query({ IndexName: 'by-color', ...red })).Items?.map(({ pk, n }) => [pk, n])
  const key = { pk: 'a', sk: '1' }
  await put({ ...key, color: 'red', rank: 1, n: 1 })
  expect(await keys()).toEqual([['a', 1]])
  await update(key, 'SET n = :n', { ExpressionAttributeValues: { ':n': 2 } })
  expect(await keys()).toEqual([['a', 2]])
  await update(key, 'SET color = :c', { ExpressionAttributeValues: { ':c': 'blue' } })
  expect(await keys()).toEqual([])
  await put({ ...key, color: 'red', rank: 1 })
  await update(key, 'REMOVE #r', { ExpressionAttributeNames: { '#r': 'rank' } })
  expect(await keys()).toEqual([])
  await transact([{ Put: { TableName: 'things', Item: { ...key, color: 'red', rank: 5, n: 3 } } }])
  expect(await keys()).toEqual([['a', 3]])
  await remove(key)
  expect(await keys()).toEqual([])
})

test('an index contains only the projected attributes', async () => {
  const { put, query } = await startWithTable(indexed)
  const item = { pk: 'a', sk: '1', color: 'red', rank: 1, note: 'n', more: 'm' }
  await put(item)
  const show = async (more: object) => (await query({ ...ofA, ...more })).Items?.[0]
  expect((await query({ IndexName: 'by-color', ...red })).Items).toEqual([item])
  expect((await query({ IndexName: 'keys', ...red })).Items).toEqual([{ pk: 'a', sk: '1', color: 'red' }])
  expect(await show({ IndexName: 'by-rank' })).toEqual({ pk: 'a', sk: '1', rank: 1, note: 'n' })
  expect(await show({ IndexName: 'by-rank', Select: 'ALL_ATTRIBUTES' })).toEqual(item)
  expect(await show({ IndexName: 'by-rank', ProjectionExpression: 'more' })).toEqual({ more: 'm' })
})

test('items with the same index key are paged through one by one', async () => {
  const { put, query, scan } = await startWithTable(indexed)
  const pks = ['a', 'b', 'c', 'd', 'e']
  for (const pk of pks) await put({ pk, sk: '1', color: 'red', rank: 1 })
  for (const ScanIndexForward of [true, false]) {
    const keys: string[] = []
    let ExclusiveStartKey: Record<string, unknown> | undefined
    do {
      const page = await query({ IndexName: 'by-color', ...red, Limit: 1, ScanIndexForward, ExclusiveStartKey })
      keys.push(...(page.Items ?? []).map(({ pk }) => String(pk)))
      ExclusiveStartKey = page.LastEvaluatedKey
      if (ExclusiveStartKey) expect(Object.keys(ExclusiveStartKey).sort()).toEqual(['color', 'pk', 'rank', 'sk'])
    } while (ExclusiveStartKey)
    expect(keys).toEqual(ScanIndexForward ? pks : pks.toReversed())
  }
  const first = await scan({ IndexName: 'by-color', Limit: 2 })
  const rest = await scan({ IndexName: 'by-color', ExclusiveStartKey: first.LastEvaluatedKey })
  expect([...(first.Items ?? []), ...(rest.Items ?? [])].map(({ pk }) => pk)).toEqual(pks)
})

test('an index key of another type, or an empty one, is refused', async () => {
  const { put, update } = await startWithTable(indexed)
  const key = { pk: 'a', sk: '1' }
  const mismatch = invalid(
    'One or more parameter values were invalid: Type mismatch for Index Key color Expected: S Actual: N IndexName: by-color',
  )
  await expect(put({ ...key, color: 1 })).rejects.toMatchObject(mismatch)
  await expect(update(key, 'SET color = :c', { ExpressionAttributeValues: { ':c': 1 } })).rejects.toMatchObject(
    mismatch,
  )
  await expect(put({ ...key, color: '' })).rejects.toMatchObject(
    invalid(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-color, IndexKey: color',
    ),
  )
})

test.each([
  [{ IndexName: 'by-color', ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
  [
    { IndexName: 'keys', Select: 'ALL_ATTRIBUTES' as const },
    'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys because its projection type is not ALL',
  ],
  [
    { IndexName: 'keys', ProjectionExpression: 'pk, note' },
    'One or more parameter values were invalid: Global secondary index keys does not project [note]',
  ],
])('a query of an index with %j is refused', async (more, message) => {
  const { query, scan } = await startWithTable(indexed)
  await expect(query({ ...red, ...more })).rejects.toMatchObject(invalid(message))
  await expect(scan(more)).rejects.toMatchObject(invalid(message))
})

test('a local index can be read consistently', async () => {
  const { put, query } = await startWithTable(indexed)
  await put({ pk: 'a', sk: '1', rank: 2 })
  await put({ pk: 'a', sk: '2', rank: 1 })
  const { Items } = await query({ IndexName: 'by-rank', ConsistentRead: true, ...ofA })
  expect(Items?.map(({ sk }) => sk)).toEqual(['2', '1'])
})
