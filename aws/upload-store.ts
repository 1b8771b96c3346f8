import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'

export type Upload = {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  readonly size: number
  /** Names the version that was read. */
  readonly etag: string
  /** When it was put there. */
  readonly storedAt: Date
}

/** Which version of an upload a receipt answers, and of which revision of its record. */
export type ReceiptStamp = { readonly upload: string; readonly revision: number }

/** What editors put in, and the receipts they get out, in one bucket. */
export type UploadStore = ReturnType<typeof uploadStore>

export function uploadStore(s3: S3Client, bucket: string) {
  return {
    /** At most `limit` bytes are fetched: a larger upload comes with its size and no bytes. Undefined: it has gone. */
    async get(key: string, limit: number): Promise<Upload | undefined> {
      try {
        const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
        const { ContentType: contentType, ContentLength: size = 0, ETag: etag = '', LastModified } = head
        const about = { contentType, size, etag, storedAt: LastModified ?? new Date(0) }
        if (size === 0 || size > limit) return { ...about, bytes: new Uint8Array() }
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return { ...about, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() }
      } catch (error) {
        if (error instanceof NotFound || error instanceof NoSuchKey) return undefined
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

    /** Writes a receipt unless one of a newer revision is there already. */
    async putReceipt(path: string, body: string, contentType: string, stamp: ReceiptStamp): Promise<void> {
      for (;;) {
        const seen = await receiptVersion(s3, bucket, path)
        if (seen && seen.revision > stamp.revision) return
        try {
          await s3.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: path,
              Body: body,
              ContentType: contentType,
              Metadata: { revision: String(stamp.revision), upload: stamp.upload },
              ...(seen ? { IfMatch: seen.etag } : { IfNoneMatch: '*' }),
            }),
          )
          return
        } catch (error) {
          if (!(error instanceof S3ServiceException && [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0)))
            throw error
        }
      }
    },
  }
}

async function receiptVersion(s3: S3Client, bucket: string, path: string) {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: path }))
    const { revision = '0', upload = '' } = head.Metadata ?? {}
    return { etag: head.ETag, revision: Number(revision), upload }
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}
