import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { renderCounts } from './counts-table.ts'

const s3 = new S3Client()

/** Writes the counts to the front page. Runs once a day. */
export async function handler(): Promise<void> {
  const Body = await renderCounts()
  const page = { Bucket: process.env.PAGES, Key: 'index.html', ContentType: 'text/html; charset=utf-8', Body }
  await s3.send(new PutObjectCommand(page))
}
