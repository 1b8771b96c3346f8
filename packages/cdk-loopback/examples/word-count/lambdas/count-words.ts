import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'

const s3 = new S3Client()
const table = DynamoDBDocumentClient.from(new DynamoDBClient())

/** Counts the words of each uploaded text. Safe to repeat: the same text always gives the same count. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(event.Records.map(countUpload))
  const failed = event.Records.filter((_, at) => results[at]?.status === 'rejected')
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
}

async function countUpload({ body }: SQSRecord): Promise<void> {
  // S3 sends a test event without records when the notification is set up.
  const { Records = [] }: Partial<S3Event> = JSON.parse(body)
  for (const { s3: upload } of Records) {
    const text = decodeURIComponent(upload.object.key.replaceAll('+', ' '))
    const object = await s3.send(new GetObjectCommand({ Bucket: upload.bucket.name, Key: text }))
    const words = (await object.Body?.transformToString())?.match(/\p{L}+/gu)?.length ?? 0
    await table.send(new PutCommand({ TableName: process.env.COUNTS, Item: { text, words } }))
  }
}
