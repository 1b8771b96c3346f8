import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const keys = (count: number) => Array.from({ length: count }, (_, at) => ({ pk: 'a', sk: String(at) }))
const puts = (items: readonly Record<string, unknown>[]) => items.map((Item) => ({ PutRequest: { Item } }))

async function startForBatches() {
  const server = await startWithTable()
  return {
    ...server,
    write: (things: object[]) => server.dynamo.send(new BatchWriteCommand({ RequestItems: { things } })),
    read: (things: { Keys: Record<string, unknown>[]; ProjectionExpression?: string }) =>
      server.dynamo.send(new BatchGetCommand({ RequestItems: { things } })),
  }
}

test('a batch gets only the projected attributes', async () => {
  const { write, read } = await startForBatches()
  await write(puts([{ pk: 'a', sk: '0', n: 1, m: 2 }]))
  const { Responses } = await read({ Keys: keys(1), ProjectionExpression: 'n' })
  expect(Responses?.things).toEqual([{ n: 1 }])
})

test('keys beyond 16 MB are left to the next call', async () => {
  const { write, read } = await startForBatches()
  for (const key of keys(44)) await write(puts([{ ...key, d: 'x'.repeat(390 * 1024) }]))
  const first = await read({ Keys: keys(44), ProjectionExpression: 'sk' })
  expect(first.Responses?.things).toHaveLength(42)
  expect(first.UnprocessedKeys?.things).toEqual({
    Keys: keys(44).slice(42),
    ProjectionExpression: 'sk',
    ConsistentRead: false,
  })
})

test('a batch with too many keys or with duplicates is refused', async () => {
  const { dynamo, read } = await startForBatches()
  await expect(read({ Keys: keys(101) })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/Member must have length less than or equal to 100$/),
  })
  await expect(read({ Keys: [...keys(1), ...keys(1)] })).rejects.toMatchObject(
    invalid('Provided list of item keys contains duplicates'),
  )
  await expect(dynamo.send(new BatchGetCommand({ RequestItems: {} }))).rejects.toMatchObject(
    invalid('The requestItems parameter is required for BatchGetItem'),
  )
})
