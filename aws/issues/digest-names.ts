import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { allDigestNames } from '../../core/configured-names.ts'
import { digestNamesKey } from '../../core/keys.ts'
import type { Publication } from '../../core/publication.ts'

/** The names of digests that publication.json contains or has contained. Issues and subscribers keep the removed ones. */
export function digestNames(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Returns the names of all digests, sorted, including those that no longer exist. */
    async listDigests({ digests }: Pick<Publication, 'digests'>): Promise<readonly string[]> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: digestNamesKey, ConsistentRead: true }),
      )
      const recorded = (Item?.names ?? new Set()) as ReadonlySet<string> // only `recordDigests` writes them
      return allDigestNames(Object.keys(digests), [...recorded])
    },

    /** Records the digests of publication.json, so that they are known when it no longer contains them. */
    async recordDigests({ digests }: Pick<Publication, 'digests'>): Promise<void> {
      const names = Object.keys(digests)
      if (names.length === 0) return // a set cannot be empty
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: digestNamesKey,
          UpdateExpression: 'ADD #names :names',
          ExpressionAttributeNames: { '#names': 'names' },
          ExpressionAttributeValues: { ':names': new Set(names) },
        }),
      )
    },
  }
}
