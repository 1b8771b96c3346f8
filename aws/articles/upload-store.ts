import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { ListedUpload } from '../../core/articles/plan-checks.ts'
import type { StoredUpload } from '../../core/articles/read-event.ts'
import { etagOf, headObject, isOvertaken, isStatus } from '../object-version.ts'

/** Of which revision of its record a receipt is. */
export type ReceiptStamp = {
  /** ETag of the version of the upload that it answers; undefined: the same as the receipt before it. */
  readonly upload: string | undefined
  readonly revision: number
}

type Page = {
  readonly after?: string | undefined
  readonly before?: string
  readonly prefix?: string
  readonly limit: number
}

/** What editors put in, and the receipts they get out, in one bucket. */
export type UploadStore = ReturnType<typeof uploadStore>

export function uploadStore(s3: S3Client, bucket: string) {
  return {
    /**
     * A larger upload comes with its size and no bytes, of which none are fetched. Undefined: it has gone.
     * @param expected bytes that it is said to have, if anybody said so
     */
    async get(key: string, limit: number, expected?: number): Promise<StoredUpload | undefined> {
      if (expected === undefined || expected > limit) {
        const about = await this.look(key)
        if (!about || about.size > limit) return about && { ...about, bytes: new Uint8Array() }
      }
      const upload = await this.open(key, limit)
      return upload && upload.size > limit ? { ...upload, bytes: new Uint8Array() } : upload
    },

    /** An upload with its first bytes. Undefined: it has gone. */
    async open(key: string, length: number): Promise<StoredUpload | undefined> {
      try {
        const range = `bytes=0-${length - 1}`
        const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }))
        const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
        return { ...aboutOf(answer), size: Number(answer.ContentRange?.split('/')[1] ?? bytes.length), bytes }
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        if (isStatus(error, 416)) return getEmpty(s3, bucket, key)
        throw error
      }
    },

    /** An upload without its bytes. Undefined: it has gone. */
    async look(key: string): Promise<Omit<StoredUpload, 'bytes'> | undefined> {
      const head = await headObject(s3, bucket, key)
      return head && { ...aboutOf(head), size: head.ContentLength ?? 0 }
    },

    async *list(prefix: string): AsyncGenerator<string> {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const object of page.Contents ?? []) if (object.Key !== undefined) yield object.Key
      }
    },

    /** Objects after a key in the order of their keys, and before another; `next` is where to go on, if there are more. */
    async listPage({ after = '', before, prefix, limit }: Page): Promise<{ objects: ListedUpload[]; next?: string }> {
      const { Contents = [], IsTruncated } = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, MaxKeys: limit }),
      )
      const listed = Contents.map(({ Key: key = '', ETag: etag = '', LastModified: storedAt = new Date(0) }) => ({
        ...{ key, etag, storedAt },
      }))
      const objects = listed.filter(({ key }) => before === undefined || key < before)
      const last = objects.length === listed.length ? listed.at(-1)?.key : undefined
      return { objects, ...(IsTruncated && last !== undefined ? { next: last } : {}) }
    },

    /** Keys from one to another, both included. */
    async *listBetween(first: string, last: string): AsyncGenerator<string> {
      // S3 lists what comes after a key: a key that is one character shorter comes before it.
      for (let after = first.slice(0, -1), more = first !== ''; more; ) {
        const { objects, next } = await this.listPage({ after, limit: 1000 })
        yield* objects.map(({ key }) => key).filter((key) => key >= first && key <= last)
        more = next !== undefined && next < last
        after = next ?? ''
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
