import { createHash } from 'node:crypto'
import {
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NoSuchBucket,
  NotFound,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'

/** Returns the ETag that S3 gives to bytes: their MD5, if they are encrypted with S3-managed keys. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}

/** Returns undefined if the object does not exist. */
export async function headObject(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/**
 * True if a conditional write failed because of another version. 412: the object changed; 409: another write is in
 * progress; 404: the object was deleted.
 */
export function isOvertaken(error: unknown): boolean {
  return !(error instanceof NoSuchBucket) && [404, 409, 412].some((status) => isStatus(error, status))
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status
}
