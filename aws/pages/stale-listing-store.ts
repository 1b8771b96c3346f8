import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Listing } from '../../core/articles/listing.ts'
import { staleListingKey, sweepKey } from '../../core/keys.ts'
import type { ReadItem } from '../read-item.ts'

export type StaleListingStore = ReturnType<typeof staleListingStore>

/** Rows that DynamoDB writes in one request. */
const rowsAtOnce = 25

/**
 * The listings that a burst has made stale, and whether a sweep of them is queued. A row is added after the change that made
 * its listing stale, and removed before a rebuild reads the listing. The end of a sweep is recorded before the rows are
 * read. So a listing that changes at any time is either rebuilt with that change, or is part of the next sweep.
 */
export function staleListingStore(dynamo: DynamoDBDocumentClient, table: string, read: ReadItem) {
  async function write(requests: readonly object[]): Promise<void> {
    for (let start = 0; start < requests.length; start += rowsAtOnce) {
      let remaining = requests.slice(start, start + rowsAtOnce)
      while (remaining.length > 0) {
        const { UnprocessedItems } = await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: remaining } }))
        remaining = UnprocessedItems?.[table] ?? []
      }
    }
  }

  return {
    add: (listings: readonly Listing[]): Promise<void> =>
      write(listings.map((listing) => ({ PutRequest: { Item: staleListingKey(listing) } }))),

    remove: (listings: readonly Listing[]): Promise<void> =>
      write(listings.map((listing) => ({ DeleteRequest: { Key: staleListingKey(listing) } }))),

    /** Returns those of the listings that are stale. */
    async filter(listings: readonly Listing[]): Promise<Listing[]> {
      const rows = await Promise.all(listings.map((listing) => read(staleListingKey(listing))))
      return listings.filter((_listing, index) => rows[index])
    },

    /** Returns stale listings in order. `next` is the last one, if there are more. */
    async list(after: string | undefined, limit: number): Promise<{ listings: Listing[]; next?: Listing }> {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': staleListingKey('').pk,
            ...(after !== undefined && { ':after': after }),
          },
          Limit: limit,
        }),
      )
      return {
        listings: Items.map(({ sk }) => String(sk)),
        ...(LastEvaluatedKey && { next: String(LastEvaluatedKey.sk) }),
      }
    },

    async isSweeping(): Promise<boolean> {
      return (await read(sweepKey))?.started !== undefined
    },

    /**
     * Records that a sweep is queued. Returns false if one is queued already.
     * @param lostBefore a sweep that was queued before this instant is lost
     */
    async beginSweep(now: string, lostBefore: string): Promise<boolean> {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: sweepKey,
            UpdateExpression: 'SET started = :now',
            ConditionExpression: 'attribute_not_exists(started) OR started < :lostBefore',
            ExpressionAttributeValues: { ':now': now, ':lostBefore': lostBefore },
          }),
        )
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },

    /** Records that no sweep is queued, so that the next stale listing queues one. */
    async endSweep(): Promise<void> {
      await dynamo.send(new UpdateCommand({ TableName: table, Key: sweepKey, UpdateExpression: 'REMOVE started' }))
    },
  }
}
