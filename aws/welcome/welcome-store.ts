import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { welcomeKey, welcomePartition } from '../../core/keys.ts'
import type { WelcomePlace } from '../../core/welcome/place-welcome.ts'
import type { WelcomeRecord } from '../../core/welcome/welcome-text.ts'

export type WelcomeStore = ReturnType<typeof welcomeStore>

/** The uploads of the welcome series. */
export function welcomeStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get({ number, variant }: WelcomePlace): Promise<WelcomeRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: welcomeKey(number, variant), ConsistentRead: true }),
      )
      return Item?.record as WelcomeRecord | undefined // only `save` writes it
    },

    /** Returns the records of all uploads, also of deleted ones, by number. */
    async list(): Promise<WelcomeRecord[]> {
      const records: WelcomeRecord[] = []
      const input = {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': welcomePartition },
      }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input))
        records.push(...Items.map((item) => item.record as WelcomeRecord)) // only `save` writes it
      return records
    },

    /** Saves a record. `superseded`: the record changed since it was read, and nothing was saved. */
    async save(before: WelcomeRecord | undefined, record: WelcomeRecord): Promise<'saved' | 'superseded'> {
      const { number, variant, sequencer } = record
      const condition = before
        ? { ConditionExpression: 'sequencer = :before', ExpressionAttributeValues: { ':before': before.sequencer } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }
      try {
        const Item = { ...welcomeKey(number, variant), sequencer, record }
        await dynamo.send(new PutCommand({ TableName: table, Item, ...condition }))
        return 'saved'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded'
        throw error
      }
    },
  }
}
