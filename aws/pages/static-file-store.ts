import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { staticFilesKey } from '../../core/keys.ts'

export type StaticFileStore = ReturnType<typeof staticFileStore>

/** The paths of the static files on the site, so that a version can remove those that it no longer has. */
export function staticFileStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    async get(): Promise<readonly string[]> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: staticFilesKey, ConsistentRead: true }),
      )
      return (Item?.paths ?? []) as string[] // only `put` writes them
    },

    async put(paths: readonly string[]): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...staticFilesKey, paths } }))
    },
  }
}
