import { CopyObjectCommand, DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { fileHeaders } from '../../core/reading/file-types.ts'
import { headObject, isOvertaken } from '../object-version.ts'

const fiveMinutes = 'public, max-age=300'

/** Files beside articles on the site: copies of uploads, made within S3. */
export function fileStore(s3: S3Client, uploadsBucket: string, siteBucket: string) {
  const source = (key: string) => `${uploadsBucket}/${key.split('/').map(encodeURIComponent).join('/')}`
  return {
    /** Has the version `etag` of an upload at `path`, unless the upload has changed meanwhile. */
    async copy(key: string, etag: string, path: string): Promise<void> {
      const there = await headObject(s3, siteBucket, path)
      if (there?.Metadata?.source === etag) return
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
