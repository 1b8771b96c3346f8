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
import type { ListedUpload } from '../../core/articles/plan-reconciliation.ts'
import type { StoredUpload } from '../../core/articles/read-event.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import { renderReceiptText } from '../../core/articles/receipt-text.ts'
import { etagOf, headObject, isOvertaken, isStatus } from '../object-version.ts'

/** The version of a receipt. */
export type ReceiptStamp = {
  /**
   * ETag of the upload that the receipt answers; empty if the upload was deleted. Undefined keeps the ETag of the
   * previous receipt.
   */
  readonly upload: string | undefined
  /** Revision of the record that the receipt describes. */
  readonly revision: number
  /** Whether the upload has had no receipt so far. Then none is looked up first. */
  readonly isFirst?: boolean
}

type Page = {
  readonly after?: string | undefined
  readonly before?: string
  readonly prefix?: string
  readonly limit: number
}

export type UploadStore = ReturnType<typeof uploadStore>

/** The uploads bucket: what editors upload, and the receipts that they get. */
export function uploadStore(s3: S3Client, bucket: string) {
  return {
    /**
     * Returns an upload, or undefined if there is none. If it has more bytes than `limit`, none of them are fetched.
     * @param expected its size in bytes, if its event contains it
     */
    async get(key: string, limit: number, expected?: number): Promise<StoredUpload | undefined> {
      if (expected === undefined || expected > limit) {
        const about = await this.look(key)
        if (!about || about.size > limit) return about && { ...about, bytes: new Uint8Array() }
      }
      const upload = await this.open(key, limit)
      return upload && upload.size > limit ? { ...upload, bytes: new Uint8Array() } : upload
    },

    /** Returns an upload with its first bytes, or undefined if there is none. */
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

    /** Returns an upload without its bytes, or undefined if there is none. */
    async look(key: string): Promise<Omit<StoredUpload, 'bytes'> | undefined> {
      const head = await headObject(s3, bucket, key)
      return head && { ...aboutOf(head), size: head.ContentLength ?? 0 }
    },

    async *list(prefix: string): AsyncGenerator<string> {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const object of page.Contents ?? []) if (object.Key !== undefined) yield object.Key
      }
    },

    /** Returns objects after a key and before another, in the order of their keys. `next` is where the next page starts. */
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

    /** Returns the keys from `first` to `last`, both included. */
    async *listBetween(first: string, last: string): AsyncGenerator<string> {
      // S3 lists only keys after the one it is given. `first` without its last character sorts before `first`.
      for (let after = first.slice(0, -1), more = first !== ''; more; ) {
        const { objects, next } = await this.listPage({ after, limit: 1000 })
        yield* objects.map(({ key }) => key).filter((key) => key >= first && key <= last)
        more = next !== undefined && next < last
        after = next ?? ''
      }
    },

    /** Returns the ETag of the new version. */
    async put(key: string, bytes: Uint8Array, contentType: string): Promise<string> {
      const { ETag = '' } = await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }),
      )
      return ETag
    },

    /**
     * Uploads a file over the version with an ETag; without an ETag, only if there is none. Returns undefined if there is
     * another version. The same bytes are no other version: they may be those of an attempt that timed out.
     */
    async putOver(version: string | undefined, key: string, bytes: Uint8Array, contentType: string) {
      const condition = version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version }
      const object = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }
      try {
        return (await s3.send(new PutObjectCommand({ ...object, ...condition }))).ETag ?? ''
      } catch (error) {
        if (!isOvertaken(error)) throw error
        const present = (await headObject(s3, bucket, key))?.ETag
        return present === etagOf(bytes) ? present : undefined
      }
    },

    /** Deletes an upload if it still is the version with an ETag. Returns whether it was deleted. */
    async removeOver(version: string, key: string): Promise<boolean> {
      try {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: version }))
        return true
      } catch (error) {
        if (!isOvertaken(error)) throw error
        return false
      }
    },

    async remove(key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },

    /** Returns a receipt and the ETag of the upload that it answers, or undefined if there is none. */
    async getReceipt(path: string): Promise<{ readonly body: string; readonly upload: string } | undefined> {
      try {
        const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: path }))
        return { body: (await Body?.transformToString()) ?? '', upload: Metadata?.upload ?? '' }
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },

    /**
     * Writes a receipt for programs and one for people, unless the same receipt or one of a newer revision exists.
     * @param verdict the sentences about an upload that is neither an article nor a file beside one
     */
    async putReceipt(receipt: Receipt, stamp: ReceiptStamp, verdict?: string): Promise<void> {
      const json = JSON.stringify(receipt, undefined, 2)
      const text = renderReceiptText(receipt, verdict)
      const put = (form: 'json' | 'txt', body: string, contentType: string) =>
        putReceiptFile(s3, bucket, receiptPath(receipt.key, form), body, contentType, stamp)
      await Promise.all([put('json', json, 'application/json'), put('txt', text, 'text/plain; charset=utf-8')])
    },
  }
}

async function putReceiptFile(
  s3: S3Client,
  bucket: string,
  path: string,
  body: string,
  contentType: string,
  stamp: ReceiptStamp,
): Promise<void> {
  for (let isFirst = stamp.isFirst; ; isFirst = false) {
    const existing = isFirst ? undefined : await receiptVersion(s3, bucket, path)
    const upload = stamp.upload ?? existing?.upload ?? ''
    if (existing && existing.revision > stamp.revision) return
    if (existing?.etag === etagOf(body) && existing.upload === upload && existing.revision === stamp.revision) return
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: path,
          Body: body,
          ContentType: contentType,
          Metadata: { revision: String(stamp.revision), upload },
          ...(existing ? { IfMatch: existing.etag } : { IfNoneMatch: '*' }),
        }),
      )
      return
    } catch (error) {
      if (!isOvertaken(error)) throw error
    }
  }
}

/** S3 answers 416 to a range of an empty object. */
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
