import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { StoredUpload } from '../core/articles/judge-occasion.ts'
import { etagOf, headObject, isOvertaken, isStatus } from './object-version.ts'

/** Of which revision of its record a receipt is. */
export type ReceiptStamp = {
  /** ETag of the version of the upload that it answers; undefined: the same as the receipt before it. */
  readonly upload: string | undefined
  readonly revision: number
}

/** What editors put in, and the receipts they get out, in one bucket. */
export type UploadStore = ReturnType<typeof uploadStore>

export function uploadStore(s3: S3Client, bucket: string) {
  return {
    /** At most `limit` bytes are fetched: a larger upload comes with its size and no bytes. Undefined: it has gone. */
    async get(key: string, limit: number): Promise<StoredUpload | undefined> {
      try {
        const range = `bytes=0-${limit - 1}`
        const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }))
        const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
        const size = Number(answer.ContentRange?.split('/')[1] ?? bytes.length)
        return { ...aboutOf(answer), size, bytes: size > limit ? new Uint8Array() : bytes }
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        if (isStatus(error, 416)) return getEmpty(s3, bucket, key)
        throw error
      }
    },

    async *list(prefix: string): AsyncGenerator<string> {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const object of page.Contents ?? []) if (object.Key !== undefined) yield object.Key
      }
    },

    /** Answers the version's ETag. */
    async put(key: string, bytes: Uint8Array, contentType: string): Promise<string> {
      const { ETag = '' } = await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }),
      )
      return ETag
    },

    async remove(key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },

    /** A receipt and the version of the upload that it answers; undefined while there is none. */
    async getReceipt(path: string): Promise<{ readonly body: string; readonly upload: string } | undefined> {
      try {
        const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: path }))
        return { body: (await Body?.transformToString()) ?? '', upload: Metadata?.upload ?? '' }
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },

    /** Writes a receipt unless it is there already, or one of a newer revision. */
    async putReceipt(path: string, body: string, contentType: string, stamp: ReceiptStamp): Promise<void> {
      for (;;) {
        const seen = await receiptVersion(s3, bucket, path)
        const upload = stamp.upload ?? seen?.upload ?? ''
        if (seen && seen.revision > stamp.revision) return
        if (seen?.etag === etagOf(body) && seen.upload === upload && seen.revision === stamp.revision) return
        try {
          await s3.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: path,
              Body: body,
              ContentType: contentType,
              Metadata: { revision: String(stamp.revision), upload },
              ...(seen ? { IfMatch: seen.etag } : { IfNoneMatch: '*' }),
            }),
          )
          return
        } catch (error) {
          if (!isOvertaken(error)) throw error
        }
      }
    },
  }
}

/** A range of nothing cannot be satisfied. */
async function getEmpty(s3: S3Client, bucket: string, key: string): Promise<StoredUpload | undefined> {
  const head = await headObject(s3, bucket, key)
  return head && { ...aboutOf(head), size: 0, bytes: new Uint8Array() }
}

type About = Pick<GetObjectCommandOutput, 'ContentType' | 'ETag' | 'LastModified'>

function aboutOf({ ContentType: contentType, ETag: etag = '', LastModified: storedAt = new Date(0) }: About) {
  return { contentType, etag, storedAt }
}

async function receiptVersion(s3: S3Client, bucket: string, path: string) {
  const head = await headObject(s3, bucket, path)
  if (!head) return undefined
  const { revision = '0', upload = '' } = head.Metadata ?? {}
  return { etag: head.ETag, revision: Number(revision), upload }
}
