import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { KnownListing, Listing } from '../../core/articles/listing.ts'
import { changeKey, knownListingKey } from '../../core/keys.ts'
import { readAtOnce } from '../read-item.ts'

export type ChangeStore = ReturnType<typeof changeStore>

/** ETags by path. */
export type Etags = Readonly<Record<string, string>>

/**
 * The number of changes of a listing, up to which one it is built, and the ETags of its files then. There are none if a
 * former version built it. `busyUntil` comes from `countBuild`.
 */
export type ListingState = {
  readonly changes: number
  readonly built: number
  readonly etags?: Etags
  readonly busyUntil?: string
}

/** Counts the changes of each listing, so that one rebuild covers many changes and none is missed. */
export function changeStore(dynamo: DynamoDBDocumentClient, table: string, read = readAtOnce(dynamo, table)) {
  return {
    /** Counts a change that is already stored. Returns its number. */
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

    async get(listing: Listing): Promise<ListingState> {
      const item = await read(changeKey(listing))
      const etags = item?.built === undefined ? {} : (item.etags as Etags | undefined) // only `markBuilt` writes them
      return {
        ...{ changes: Number(item?.changes ?? 0), built: Number(item?.built ?? 0) },
        ...(etags && { etags }),
        ...(item?.busyUntil !== undefined && { busyUntil: String(item.busyUntil) }),
      }
    },

    /**
     * Marks a listing as built up to a change. `overtaken`: a rebuild for a later change finished first, and this one may
     * have overwritten its documents with older ones.
     * @param etags those of the listing's files
     * @param busyUntil the new value, if the build counts
     */
    async markBuilt(
      listing: Listing,
      change: number,
      etags: Etags = {},
      busyUntil?: string,
    ): Promise<'marked' | 'overtaken'> {
      const marked = await unlessNewer(() =>
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: changeKey(listing),
            UpdateExpression: `SET built = :change, etags = :etags${busyUntil === undefined ? '' : ', busyUntil = :busyUntil'}`,
            ConditionExpression: 'attribute_not_exists(built) OR built <= :change',
            ExpressionAttributeValues: {
              ...{ ':change': change, ':etags': etags },
              ...(busyUntil !== undefined && { ':busyUntil': busyUntil }),
            },
          }),
        ),
      )
      return marked ? 'marked' : 'overtaken'
    },

    /** Returns the listings that have articles. */
    async listKnown(): Promise<KnownListing[]> {
      const listings: KnownListing[] = []
      const query = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': knownListingKey('').pk },
      }
      for await (const page of paginateQuery({ client: dynamo }, query)) {
        const live = (page.Items ?? []).filter((item) => item.known && !item.isEmpty)
        listings.push(...live.map((item) => item.known as KnownListing)) // only `putKnown` writes it
      }
      return listings
    },

    /** Returns the summary of a listing when it last had articles. Undefined if it never had any. */
    async getKnown(listing: Listing): Promise<KnownListing | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: knownListingKey(listing), ConsistentRead: true }),
      )
      return Item?.known as KnownListing | undefined // only `putKnown` writes it
    },

    /** Returns the names of listings that have or had articles, in order. `next` is the last one, if there are more. */
    async listPage(after: string | undefined, limit: number): Promise<{ listings: Listing[]; next?: Listing }> {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': knownListingKey('').pk, ...(after !== undefined && { ':after': after }) },
          ProjectionExpression: 'sk',
          Limit: limit,
        }),
      )
      return {
        listings: Items.map(({ sk }) => String(sk)),
        ...(LastEvaluatedKey && { next: String(LastEvaluatedKey.sk) }),
      }
    },

    /**
     * Stores the summary of a listing as of a change, unless a newer one is stored. `known` is undefined if the listing
     * is empty. Then its last summary stays, because no article contains its name any more.
     */
    async putKnown(listing: Listing, change: number, known: KnownListing | undefined): Promise<void> {
      const update = known ? 'SET asOf = :change, known = :known REMOVE isEmpty' : 'SET asOf = :change, isEmpty = :true'
      await unlessNewer(() =>
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: knownListingKey(listing),
            UpdateExpression: update,
            ConditionExpression: 'attribute_not_exists(asOf) OR asOf <= :change',
            ExpressionAttributeValues: { ':change': change, ...(known ? { ':known': known } : { ':true': true }) },
          }),
        ),
      )
    },
  }
}

/** Makes an update unless its condition fails. Returns whether it was made. */
async function unlessNewer(update: () => Promise<unknown>): Promise<boolean> {
  try {
    await update()
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
