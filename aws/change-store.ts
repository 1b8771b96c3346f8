import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { KnownListing, Listing } from '../core/articles/listing.ts'
import { changeKey, knownListingKey } from '../core/keys.ts'

/** Counts the changes of each listing, so that many changes cost one rebuild and no rebuild misses one. */
export type ChangeStore = ReturnType<typeof changeStore>

export function changeStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Counts a change that is already stored. Answers its number. */
    async add(listing: Listing): Promise<number> {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: changeKey(listing),
          UpdateExpression: 'ADD changes :one',
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      )
      return Number(Attributes?.changes)
    },

    async get(listing: Listing): Promise<{ readonly changes: number; readonly built: number }> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: changeKey(listing), ConsistentRead: true }),
      )
      return { changes: Number(Item?.changes ?? 0), built: Number(Item?.built ?? 0) }
    },

    /** `overtaken`: documents of a later change were built meanwhile, and may have been overwritten by older ones. */
    async markBuilt(listing: Listing, change: number): Promise<'marked' | 'overtaken'> {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: changeKey(listing),
            UpdateExpression: 'SET built = :change',
            ConditionExpression: 'attribute_not_exists(built) OR built <= :change',
            ExpressionAttributeValues: { ':change': change },
          }),
        )
        return 'marked'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'overtaken'
        throw error
      }
    },

    async listKnown(): Promise<KnownListing[]> {
      const known: KnownListing[] = []
      const query = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': knownListingKey('').pk },
      }
      for await (const page of paginateQuery({ client: dynamo }, query)) {
        for (const item of page.Items ?? []) known.push(item.known as KnownListing) // written by `putKnown` alone
      }
      return known
    },

    async putKnown(known: KnownListing): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...knownListingKey(known.listing), known } }))
    },

    async removeKnown(listing: Listing): Promise<void> {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: knownListingKey(listing) }))
    },
  }
}
