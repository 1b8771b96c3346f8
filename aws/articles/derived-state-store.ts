import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { BatchWriteCommand, type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import {
  isDerivedBody,
  isDerivedRow,
  type KeptState,
  keptBy,
  type TableRow,
} from '../../core/articles/derived-state.ts'

type Places = { readonly articlesTable: string; readonly contentBucket: string; readonly siteBucket: string }

/** Everything that follows from the uploads: rows, bodies and the site. */
export function derivedState(s3: S3Client, dynamo: DynamoDBDocumentClient, places: Places) {
  const { articlesTable, contentBucket, siteBucket } = places
  return {
    /** Deletes all of it. Uploads that change in the meantime must be checked again afterwards. */
    async clear(): Promise<void> {
      const kept = await readKept(dynamo, articlesTable)
      await deleteRows(dynamo, articlesTable, kept)
      await deleteObjects(s3, siteBucket, '', () => true)
      await deleteObjects(s3, contentBucket, 'articles/', (key) => isDerivedBody(key, kept))
    },

    /** Returns the paths of the site's files. */
    async listSite(): Promise<Set<string>> {
      const paths = new Set<string>()
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: siteBucket })) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) paths.add(Key)
      }
      return paths
    },
  }
}

async function readKept(dynamo: DynamoDBDocumentClient, table: string): Promise<KeptState> {
  const articleIds = new Set<string>()
  const contentKeys = new Set<string>()
  for await (const row of scan(dynamo, table)) {
    const kept = keptBy(row)
    for (const id of kept.articleIds) articleIds.add(id)
    for (const key of kept.contentKeys) contentKeys.add(key)
  }
  return { articleIds, contentKeys }
}

async function* scan(dynamo: DynamoDBDocumentClient, table: string): AsyncGenerator<TableRow> {
  for await (const page of paginateScan({ client: dynamo }, { TableName: table, ConsistentRead: true })) {
    yield* (page.Items ?? []) as TableRow[] // every row has `pk` and `sk`, and our stores wrote the rest
  }
}

async function deleteRows(dynamo: DynamoDBDocumentClient, table: string, kept: KeptState): Promise<void> {
  const flush = async (keys: readonly object[]) => {
    for (let requests = keys.map((Key) => ({ DeleteRequest: { Key } })); requests.length > 0; ) {
      const { UnprocessedItems } = await dynamo.send(
        new BatchWriteCommand({ RequestItems: { [table]: requests.slice(0, 25) } }),
      )
      const left = (UnprocessedItems?.[table] ?? []).flatMap(({ DeleteRequest }) => DeleteRequest?.Key ?? [])
      requests = [...left.map((Key) => ({ DeleteRequest: { Key } })), ...requests.slice(25)]
    }
  }
  let batch: object[] = []
  for await (const row of scan(dynamo, table)) {
    if (isDerivedRow(row, kept)) batch.push({ pk: row.pk, sk: row.sk })
    if (batch.length < 25) continue
    await flush(batch)
    batch = []
  }
  await flush(batch)
}

async function deleteObjects(s3: S3Client, bucket: string, prefix: string, which: (key: string) => boolean) {
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key !== undefined && which(Key) ? [{ Key }] : []))
    if (keys.length === 0) continue
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys } }))
    if (Errors.length > 0) throw new Error(`S3 did not delete ${Errors.length} objects: ${Errors[0]?.Code}`)
  }
}
