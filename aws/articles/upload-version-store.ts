import {
  type DeleteMarkerEntry,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  type S3Client,
} from '@aws-sdk/client-s3'
import { isStatus } from '../object-version.ts'

/** A version of an upload, or its deletion. */
export type UploadVersion = {
  readonly id: string
  readonly at: Date
  readonly isLatest: boolean
  /** Bytes. Undefined if the upload was deleted then. */
  readonly size: number | undefined
  readonly etag: string | undefined
}

/** The earlier versions of uploads. People look at them; Lambdas do not. */
export function uploadVersionStore(s3: S3Client, bucket: string) {
  return {
    /** Returns the versions of an upload and its deletions, newest first, at most `limit`. */
    async listVersions(key: string, limit: number): Promise<UploadVersion[]> {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: limit }),
      )
      const versions = [...Versions, ...DeleteMarkers].filter((each) => each.Key === key).map(versionOf)
      return versions.sort((a, b) => Number(b.isLatest) - Number(a.isLatest) || b.at.getTime() - a.at.getTime())
    },

    /** Returns the first bytes of one version of an upload; undefined if there is no such version. */
    async openVersion(key: string, version: string, length: number): Promise<Uint8Array | undefined> {
      try {
        const command = { Bucket: bucket, Key: key, VersionId: version, Range: `bytes=0-${length - 1}` }
        const { Body } = await s3.send(new GetObjectCommand(command))
        return (await Body?.transformToByteArray()) ?? new Uint8Array()
      } catch (error) {
        if (isStatus(error, 416)) return new Uint8Array()
        if ([400, 404, 405].some((status) => isStatus(error, status))) return undefined
        throw error
      }
    },
  }
}

function versionOf(listed: ObjectVersion | DeleteMarkerEntry): UploadVersion {
  const { VersionId: id = '', LastModified: at = new Date(0), IsLatest: isLatest = false } = listed
  const { Size: size, ETag: etag }: ObjectVersion = listed
  return { id, at, isLatest, size, etag }
}
