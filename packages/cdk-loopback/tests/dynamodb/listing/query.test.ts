import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const letters = ['a', 'aa', 'ab', 'b', 'ba', 'c']

async function startWithLetters() {
  const server = await startWithTable()
  for (const sk of letters) await server.put({ pk: 'p', sk, n: sk.length })
  for (const sk of letters) await server.put({ pk: 'q', sk, n: sk.length })
  return server
}

test.each([
  ['pk = :p', { ':p': 'p' }, letters],
  [':p = pk', { ':p': 'p' }, letters],
  ['pk = :p AND sk = :s', { ':p': 'p', ':s': 'ab' }, ['ab']],
  ['sk = :s AND pk = :p', { ':p': 'p', ':s': 'ab' }, ['ab']],
  ['pk = :p AND sk < :s', { ':p': 'p', ':s': 'ab' }, ['a', 'aa']],
  ['pk = :p AND sk <= :s', { ':p': 'p', ':s': 'ab' }, ['a', 'aa', 'ab']],
  ['pk = :p AND sk > :s', { ':p': 'p', ':s': 'ab' }, ['b', 'ba', 'c']],
  ['pk = :p AND :s < sk', { ':p': 'p', ':s': 'ab' }, ['b', 'ba', 'c']],
  ['pk = :p AND sk >= :s', { ':p': 'p', ':s': 'ab' }, ['ab', 'b', 'ba', 'c']],
  ['pk = :p AND sk BETWEEN :s AND :t', { ':p': 'p', ':s': 'aa', ':t': 'b' }, ['aa', 'ab', 'b']],
  ['(pk = :p) AND (begins_with(sk, :s))', { ':p': 'p', ':s': 'a' }, ['a', 'aa', 'ab']],
  ['pk = :p AND begins_with(sk, :s)', { ':p': 'p', ':s': 'z' }, []],
  ['pk = :p', { ':p': 'nobody' }, []],
])('the query «%s» with %j finds its items in both directions', async (condition, values, expected) => {
  const { query } = await startWithLetters()
  const find = { KeyConditionExpression: condition, ExpressionAttributeValues: values }
  const { Items, Count, ScannedCount, LastEvaluatedKey } = await query(find)
  expect(Items?.map(({ sk }) => sk)).toEqual(expected)
  expect([Count, ScannedCount, LastEvaluatedKey]).toEqual([expected.length, expected.length, undefined])
  const backwards = await query({ ...find, ScanIndexForward: false })
  expect(backwards.Items?.map(({ sk }) => sk)).toEqual(expected.toReversed())
})

test('a filter leaves out items, a projection leaves out attributes, and a count returns only the count', async () => {
  const { query } = await startWithLetters()
  const find = {
    KeyConditionExpression: 'pk = :p',
    FilterExpression: 'n = :two',
    ExpressionAttributeValues: { ':p': 'p', ':two': 2 },
  }
  expect(await query({ ...find, ProjectionExpression: 'sk' })).toMatchObject({
    Items: [{ sk: 'aa' }, { sk: 'ab' }, { sk: 'ba' }],
    Count: 3,
    ScannedCount: 6,
  })
  const count = await query({ ...find, Select: 'COUNT' })
  expect(count).toMatchObject({ Count: 3, ScannedCount: 6 })
  expect(count).not.toHaveProperty('Items')
})

test('a limit counts items before the filter, and a full page has a last key', async () => {
  const { query } = await startWithLetters()
  const find = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p' }, Limit: 6 }
  const full = await query(find)
  expect(full).toMatchObject({ Count: 6, LastEvaluatedKey: { pk: 'p', sk: 'c' } })
  const next = await query({ ...find, ExclusiveStartKey: full.LastEvaluatedKey })
  expect(next).toMatchObject({ Count: 0, Items: [] })
  expect(next).not.toHaveProperty('LastEvaluatedKey')
  const filtered = await query({
    ...find,
    Limit: 1,
    FilterExpression: 'n = :two',
    ExpressionAttributeValues: { ':p': 'p', ':two': 2 },
  })
  expect(filtered).toMatchObject({ Count: 0, ScannedCount: 1, LastEvaluatedKey: { pk: 'p', sk: 'a' } })
})

test('a query continues after a deleted item', async () => {
  const { query, remove } = await startWithLetters()
  const find = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p' } }
  await remove({ pk: 'p', sk: 'ab' })
  const after = await query({ ...find, ExclusiveStartKey: { pk: 'p', sk: 'ab' } })
  expect(after.Items?.map(({ sk }) => sk)).toEqual(['b', 'ba', 'c'])
  const before = await query({ ...find, ExclusiveStartKey: { pk: 'p', sk: 'ab' }, ScanIndexForward: false })
  expect(before.Items?.map(({ sk }) => sk)).toEqual(['aa', 'a'])
})

test('a page reads at most 1 MB, whatever its projection', async () => {
  const { put, query } = await startWithTable()
  for (const sk of ['1', '2', '3', '4', '5']) await put({ pk: 'p', sk, d: 'x'.repeat(300 * 1024) })
  const find = {
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': 'p' },
    ProjectionExpression: 'sk',
  }
  const first = await query(find)
  expect(first).toMatchObject({ Count: 3, LastEvaluatedKey: { pk: 'p', sk: '3' } })
  const second = await query({ ...find, ExclusiveStartKey: first.LastEvaluatedKey })
  expect(second.Items).toEqual([{ sk: '4' }, { sk: '5' }])
  expect(second).not.toHaveProperty('LastEvaluatedKey')
})

test('numbers sort by value', async () => {
  const { put, query } = await startWithTable({ AttributeDefinitions: define('pk:S', 'sk:N') })
  const numbers = [-1000, -10.5, -10, -1, -0.25, 0, 0.001, 0.01, 1, 1.5, 2, 10, 1e10]
  for (const sk of numbers.toSorted()) await put({ pk: 'p', sk })
  const { Items } = await query({ KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p' } })
  expect(Items?.map(({ sk }) => sk)).toEqual(numbers)
  const between = await query({
    KeyConditionExpression: 'pk = :p AND sk BETWEEN :low AND :high',
    ExpressionAttributeValues: { ':p': 'p', ':low': -10.2, ':high': 0 },
  })
  expect(between.Items?.map(({ sk }) => sk)).toEqual([-10, -1, -0.25, 0])
})

const values = { ':p': 'p', ':s': 's', ':n': 1 }
test.each([
  ['sk = :s', 'Query condition missed key schema element: pk'],
  ['pk = :p AND n = :n', 'Query condition missed key schema element: sk'],
  ['pk > :p', 'Query key condition not supported'],
  ['pk = :p OR sk = :s', 'Invalid operator used in KeyConditionExpression: OR'],
  ['pk = :p AND sk <> :s', 'Invalid operator used in KeyConditionExpression: <>'],
  ['pk = :p AND contains(sk, :s)', 'Invalid operator used in KeyConditionExpression: contains'],
  ['pk = :p AND size(sk) = :n', 'KeyConditionExpressions cannot contain nested operations'],
  ['pk = :p AND sk > :s AND sk < :s', 'KeyConditionExpressions must only contain one condition per key'],
  ['pk = :n', 'One or more parameter values were invalid: Condition parameter type does not match schema type'],
  ['pk = :p AND', 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "AND"'],
])('the key condition «%s» is refused', async (condition, message) => {
  const { query } = await startWithTable()
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => condition.includes(name)))
  await expect(query({ KeyConditionExpression: condition, ExpressionAttributeValues: used })).rejects.toMatchObject(
    invalid(message),
  )
})

test.each([
  [
    { ExclusiveStartKey: { pk: 'q', sk: 'b' } },
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [{ ExclusiveStartKey: { pk: 'p', sk: 'a' } }, 'The provided starting key does not match the range key predicate'],
  [
    { ExclusiveStartKey: { pk: 'p' } },
    'The provided starting key is invalid: The provided key element does not match the schema',
  ],
  [
    { FilterExpression: 'attribute_exists(sk)' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    { Select: 'COUNT' as const, ProjectionExpression: 'sk' },
    'Cannot specify the ProjectionExpression when choosing to get only the Count',
  ],
  [{ IndexName: 'nowhere' }, 'The table does not have the specified index: nowhere'],
  [
    { Limit: 0 },
    "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
])('a query with %j is refused', async (more, message) => {
  const { query } = await startWithLetters()
  const find = { KeyConditionExpression: 'pk = :p AND sk > :s', ExpressionAttributeValues: { ':p': 'p', ':s': 'aa' } }
  await expect(query({ ...find, ...more })).rejects.toMatchObject(invalid(message))
})

test('in a table without a sort key, a query finds at most one item', async () => {
  const { put, query } = await startWithTable({ AttributeDefinitions: define('pk:S'), KeySchema: keySchema('pk') })
  await put({ pk: 'p', n: 1 })
  const find = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p' } }
  expect((await query(find)).Items).toEqual([{ pk: 'p', n: 1 }])
})
