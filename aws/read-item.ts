import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Key } from '../core/keys.ts'
import { batchGet } from './batch-get.ts'
import { gather } from './gather.ts'

/** Reads an item of a table with a consistent read. Undefined: it does not exist. */
export type ReadItem = (key: Key) => Promise<Record<string, unknown> | undefined>

export function readAtOnce(dynamo: DynamoDBDocumentClient, table: string): ReadItem {
  return async (key) => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))
    return Item
  }
}

/** Makes one request of the reads that begin at the same time. */
export function readTogether(dynamo: DynamoDBDocumentClient, table: string): ReadItem {
  const nameOf = ({ pk, sk }: Record<string, unknown>) => `${pk} ${sk}`
  return gather(async (keys) => {
    const unique = [...new Map(keys.map((key) => [nameOf(key), key])).values()]
    const items = new Map<string, Record<string, unknown>>()
    for (let start = 0; start < unique.length; start += keysAtOnce) {
      const some = await batchGet(dynamo, table, unique.slice(start, start + keysAtOnce))
      for (const item of some) items.set(nameOf(item), item)
    }
    return keys.map((key) => items.get(nameOf(key)))
  })
}

/** Items that DynamoDB reads in one request. */
const keysAtOnce = 100
