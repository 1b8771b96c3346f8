import { CopyObjectCommand, DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { fileHeaders } from '../../core/reading/media-types.ts'
import { headObject, isOvertaken } from '../object-version.ts'

const fiveMinutes = 'public, max-age=300'

/** Copies of files beside articles on the site. S3 copies them from the uploads bucket. */
export function fileStore(s3: S3Client, uploadsBucket: string, siteBucket: string) {
  const source = (key: string) => `${uploadsBucket}/${key.split('/').map(encodeURIComponent).join('/')}`
  return {
    /** Copies the version `etag` of an upload to `path`, unless the copy exists or the upload has changed in the meantime. */
    async copy(key: string, etag: string, path: string): Promise<void> {
      const existing = await headObject(s3, siteBucket, path)
      if (existing?.Metadata?.source === etag) return
      const { contentType, disposition } = fileHeaders(path)
      try {
        await s3.send(
          new CopyObjectCommand({
            ...{ Bucket: siteBucket, Key: path, CopySource: source(key), CopySourceIfMatch: etag },
            ...{ MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE', Metadata: { source: etag } },
            ...{ ContentType: contentType, CacheControl: fiveMinutes },
            ...(disposition && { ContentDisposition: disposition }),
          }),
        )
      } catch (error) {
        if (!isOvertaken(error)) throw error
      }
    },

    async remove(path: string): Promise<void> {
      if (await headObject(s3, siteBucket, path)) {
        await s3.send(new DeleteObjectCommand({ Bucket: siteBucket, Key: path }))
      }
    },
  }
}
