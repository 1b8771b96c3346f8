import { randomBytes } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { saltKey } from '../../core/keys.ts'
import { monthOf, type Salt, saltExpiry } from '../../core/subscribers/hash-origin.ts'

/** The salt of each month. It is created when it is first needed, and DynamoDB deletes it when it expires. */
export function saltStore(dynamo: DynamoDBDocumentClient, table: string) {
  let latest: Salt | undefined

  async function read(month: string): Promise<Salt | undefined> {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: saltKey(month), ConsistentRead: true }))
    return Item && { month, key: String(Item.key) }
  }

  async function create(month: string): Promise<Salt> {
    const key = randomBytes(32).toString('hex')
    const Item = { ...saltKey(month), key, expiresAt: saltExpiry(month) }
    try {
      await dynamo.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }))
      return { month, key }
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return (await read(month)) ?? create(month)
    }
  }

  return {
    async get(now: Date): Promise<Salt> {
      const month = monthOf(now)
      if (latest?.month !== month) latest = (await read(month)) ?? (await create(month))
      return latest
    },
  }
}
