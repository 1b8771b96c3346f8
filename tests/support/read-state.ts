import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'

type Clients = { readonly s3: S3Client; readonly dynamo: DynamoDBDocumentClient }

/** Reads the state that must be equal after equal uploads: rows of both tables, receipts and files of the site. */
export async function readState({ s3, dynamo }: Clients) {
  return {
    rows: { ...(await readRows(dynamo, 'articles')), ...(await readRows(dynamo, 'issues')) },
    receipts: await readFiles(s3, 'uploads', 'receipts/'),
    site: await readFiles(s3, 'site', ''),
  }
}

/** Reads the rows of a table, without rows and attributes that only count events. */
async function readRows(dynamo: DynamoDBDocumentClient, table: string): Promise<Record<string, unknown>> {
  const rows: Record<string, unknown> = {}
  for await (const page of paginateScan({ client: dynamo }, { TableName: table })) {
    for (const { pk, sk, asOf: _, revision: __, ...row } of page.Items ?? []) {
      const isCount = String(pk).startsWith('change#') || (pk === 'listings' && !row.known)
      if (row.record) delete row.record.revision
      if (!isCount) rows[`${pk} ${sk}`] = row
    }
  }
  return rows
}

export async function readFiles(s3: S3Client, bucket: string, prefix: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))
      files[Key] = (await Body?.transformToString()) ?? ''
    }
  }
  return files
}
