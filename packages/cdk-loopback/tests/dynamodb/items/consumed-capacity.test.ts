import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { define, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'
const ReturnConsumedCapacity = 'TOTAL' as const
const total = { ReturnConsumedCapacity }
const key = { pk: 'a', sk: '1' }
const kilobytes = (size: number) => ({ ...key, d: 'x'.repeat(size * 1024 - 7) })

test('a write costs a unit for each started KB of the larger item', async () => {
  const { put, update, remove } = await startWithTable()
  const units = async (done: Promise<{ ConsumedCapacity?: ConsumedCapacity | undefined }>) =>
    (await done).ConsumedCapacity?.CapacityUnits
  expect(await units(put(kilobytes(1), total))).toBe(1)
  expect(await units(put({ ...kilobytes(1), e: 1 }, total))).toBe(2)
  expect(await units(put(kilobytes(5), total))).toBe(5)
  expect(await units(put(key, total))).toBe(5)
  expect(await units(update(key, 'REMOVE x', total))).toBe(1)
  expect(await units(remove(key, total))).toBe(1)
  expect(await units(remove(key, total))).toBe(1)
  expect(await put(key)).not.toHaveProperty('ConsumedCapacity')
})

test('a read costs half a unit for each started 4 KB, a consistent read a whole unit', async () => {
  const { put, dynamo, query, scan } = await startWithTable()
  const units = async (ConsistentRead: boolean) => {
    const { ConsumedCapacity } = await dynamo.send(new GetCommand({ TableName, Key: key, ConsistentRead, ...total }))
    return ConsumedCapacity?.CapacityUnits
  }
  expect([await units(false), await units(true)]).toEqual([0.5, 1])
  await put(kilobytes(4))
  expect([await units(false), await units(true)]).toEqual([0.5, 1])
  await put(kilobytes(5))
  expect([await units(false), await units(true)]).toEqual([1, 2])
  await put({ ...key, sk: '2', d: 'x'.repeat(1024) })
  const find = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'a' } }
  const { ConsumedCapacity } = await query({ ...find, ProjectionExpression: 'sk', ConsistentRead: true, ...total })
  expect(ConsumedCapacity).toEqual({ TableName, CapacityUnits: 2 })
  expect((await scan(total)).ConsumedCapacity?.CapacityUnits).toBe(1)
})

test('a transaction costs twice as much as single requests, a batch as much as their sum', async () => {
  const { dynamo } = await startWithTable()
  const other = { pk: 'b', sk: '1' }
  const Put = { TableName, Item: kilobytes(2) }
  const Delete = { TableName, Key: other }
  const written = await dynamo.send(new TransactWriteCommand({ TransactItems: [{ Put }, { Delete }], ...total }))
  expect(written.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6 }])
  const gets = [{ Get: { TableName, Key: key } }, { Get: { TableName, Key: other } }]
  const transaction = await dynamo.send(new TransactGetCommand({ TransactItems: gets, ...total }))
  expect(transaction.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4 }])
  const requests = { things: [{ PutRequest: { Item: kilobytes(3) } }, { DeleteRequest: { Key: other } }] }
  const batch = await dynamo.send(new BatchWriteCommand({ RequestItems: requests, ...total }))
  expect(batch.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4 }])
  const answer = await dynamo.send(new BatchGetCommand({ RequestItems: { things: { Keys: [key, other] } }, ...total }))
  expect(answer.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 1 }])
})

test('a write costs units in each index that it changes', async () => {
  const { put, scan } = await startWithTable({
    AttributeDefinitions: define('pk:S', 'sk:S', 'color:S'),
    GlobalSecondaryIndexes: [
      { IndexName: 'by-color', KeySchema: keySchema('color'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  })
  const mode = { ReturnConsumedCapacity: 'INDEXES' as const }
  const capacity = async (item: object) => (await put({ ...key, ...item }, mode)).ConsumedCapacity
  const outside = { TableName, CapacityUnits: 1, Table: { CapacityUnits: 1 } }
  const withIndex = (units: number) => ({
    TableName,
    CapacityUnits: 1 + units,
    Table: { CapacityUnits: 1 },
    GlobalSecondaryIndexes: { 'by-color': { CapacityUnits: units } },
  })
  expect(await capacity({})).toEqual(outside)
  expect(await capacity({ color: 'red' })).toEqual(withIndex(1))
  expect(await capacity({ color: 'red', more: 1 })).toEqual(outside)
  expect(await capacity({ color: 'blue' })).toEqual(withIndex(2))
  expect((await scan({ IndexName: 'by-color', ...mode })).ConsumedCapacity).toEqual({
    TableName,
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { 'by-color': { CapacityUnits: 0.5 } },
  })
})
