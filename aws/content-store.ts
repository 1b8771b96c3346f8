import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/** Stores bodies of articles and frozen issues under keys that contain a hash of their content. */
export type ContentStore<Content> = {
  get(key: string): Promise<Content>
  put(key: string, content: Content): Promise<void>
}

/** Caches the last `cacheSize` values in memory, because the value of a key never changes within a deployment. */
export function contentStore<Content>(s3: S3Client, bucket: string, cacheSize = 200): ContentStore<Content> {
  const cache = new Map<string, Content>()
  return {
    async get(key) {
      const cached = cache.get(key)
      if (cached !== undefined) return cached
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      const content = JSON.parse((await Body?.transformToString()) ?? '') as Content // only `put` writes it
      cache.set(key, content)
      const oldest = cache.keys().next().value
      if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest)
      return content
    },
    async put(key, content) {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: JSON.stringify(content),
          ContentType: 'application/json',
        }),
      )
      cache.delete(key)
    },
  }
}
