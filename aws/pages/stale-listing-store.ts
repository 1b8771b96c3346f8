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

  /** Lets one sweep take the place of another, unless another caller was faster. */
  async function replaceSweep(started: unknown, now: string): Promise<boolean> {
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: sweepKey,
          UpdateExpression: 'SET started = :now',
          ConditionExpression: 'started = :started',
          ExpressionAttributeValues: { ':now': now, ':started': started },
        }),
      )
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
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

    /** Returns how often listings have been left to a sweep. */
    async countDeferrals(): Promise<number> {
      return Number((await read(sweepKey))?.deferrals ?? 0)
    },

    /**
     * Records that listings are left to a sweep. Returns whether it is the caller who has to queue the sweep.
     * @param lostBefore a sweep that was queued before this instant is lost
     */
    async beginSweep(now: string, lostBefore: string): Promise<boolean> {
      const { Attributes: former = {} } = await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: sweepKey,
          UpdateExpression: 'SET started = if_not_exists(started, :now) ADD deferrals :one',
          ExpressionAttributeValues: { ':now': now, ':one': 1 },
          ReturnValues: 'UPDATED_OLD',
        }),
      )
      if (former.started === undefined) return true
      return String(former.started) < lostBefore && replaceSweep(former.started, now)
    },

    /** Records that no sweep is queued, so that the next stale listing queues one. */
    async endSweep(): Promise<void> {
      await dynamo.send(new UpdateCommand({ TableName: table, Key: sweepKey, UpdateExpression: 'REMOVE started' }))
    },
  }
}
