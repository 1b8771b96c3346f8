import { createHash } from 'node:crypto'
import {
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NoSuchBucket,
  NotFound,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'

/** The ETag that S3 gives to these bytes: their MD5, where they are encrypted with S3's own keys. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}

/** Undefined: there is no such object. */
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

/** Whether a conditional write met another version. 412: it changed; 409: another write is under way; 404: it has gone. */
export function isOvertaken(error: unknown): boolean {
  return !(error instanceof NoSuchBucket) && [404, 409, 412].some((status) => isStatus(error, status))
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status
}
