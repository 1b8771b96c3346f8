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

test('a batch may put 25 items, get 100, or mix puts and deletions', async () => {
  const { write, read } = await startForBatches()
  for (let from = 0; from < 100; from += 25) await write(puts(keys(100).slice(from, from + 25)))
  const { Responses, UnprocessedKeys } = await read({ Keys: keys(100) })
  expect(Responses?.things).toEqual(keys(100))
  expect(UnprocessedKeys).toEqual({})
  const result = await write([
    { DeleteRequest: { Key: { pk: 'a', sk: '0' } } },
    { PutRequest: { Item: { pk: 'a', sk: '1', n: 1 } } },
  ])
  expect(result.UnprocessedItems).toEqual({})
  const { Responses: after } = await read({ Keys: keys(2) })
  expect(after?.things).toEqual([{ pk: 'a', sk: '1', n: 1 }])
})

test('a batch with an invalid request writes nothing', async () => {
  const { write, get } = await startForBatches()
  const good = { PutRequest: { Item: { pk: 'a', sk: '0' } } }
  const tooBig = { PutRequest: { Item: { pk: 'a', sk: '1', d: 'x'.repeat(400 * 1024) } } }
  await expect(write([good, tooBig])).rejects.toMatchObject(invalid('Item size has exceeded the maximum allowed size'))
  const duplicate = { DeleteRequest: { Key: { pk: 'a', sk: '0' } } }
  await expect(write([good, duplicate])).rejects.toMatchObject(
    invalid('Provided list of item keys contains duplicates'),
  )
  await expect(write([good, { PutRequest: { Item: { pk: 'a' } } }])).rejects.toMatchObject(
    invalid('One or more parameter values were invalid: Missing the key sk in the item'),
  )
  await expect(write(puts(keys(26)))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/Member must have length less than or equal to 25$/),
  })
  expect(await get({ pk: 'a', sk: '0' })).toBeUndefined()
})
