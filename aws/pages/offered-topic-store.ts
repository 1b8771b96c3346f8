import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { knownListingKey, offeredTopicsKey } from '../../core/keys.ts'
import type { Topic } from '../../core/reading/manuscript.ts'
import { batchGet } from '../batch-get.ts'

export type OfferedTopicStore = ReturnType<typeof offeredTopicStore>

/** The topics that the subscribe form offers, so that subscribers can choose the same ones later. */
export function offeredTopicStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Undefined if the form has not been written yet. */
    async get(): Promise<readonly Topic[] | undefined> {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: offeredTopicsKey }))
      return Item?.topics as readonly Topic[] | undefined // only `put` writes them
    },

    async put(topics: readonly Topic[]): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...offeredTopicsKey, topics } }))
    },

    /** Returns topics that have or once had articles, with their names. */
    async find(slugs: readonly string[]): Promise<readonly Topic[]> {
      const items = await batchGet(
        dynamo,
        table,
        slugs.map((slug) => knownListingKey(`topic/${slug}`)),
      )
      return items.flatMap(({ sk, known }) => {
        const name = (known as { readonly name: string } | undefined)?.name // `putKnown` writes it
        return name === undefined ? [] : [{ slug: String(sk).slice('topic/'.length), name }]
      })
    },
  }
}
