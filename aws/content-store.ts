import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/** Stores bodies of articles and frozen issues under keys that contain a hash of their content. */
export type ContentStore<Content> = {
  get(key: string): Promise<Content>
  put(key: string, content: Content): Promise<void>
}

/** Characters of cached values as JSON. */
const mostCached = 64_000_000

/** Caches the last `cacheSize` values in memory, because the value of a key never changes within a deployment. */
export function contentStore<Content>(s3: S3Client, bucket: string, cacheSize = 200): ContentStore<Content> {
  const cache = new Map<string, { readonly content: Content; readonly size: number }>()
  let cached = 0
  const drop = (key: string | undefined) => {
    if (key === undefined) return
    cached -= cache.get(key)?.size ?? 0
    cache.delete(key)
  }
  return {
    async get(key) {
      const known = cache.get(key)
      if (known) return known.content
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      const json = (await Body?.transformToString()) ?? ''
      const content = JSON.parse(json) as Content // only `put` writes it
      drop(key)
      cache.set(key, { content, size: json.length })
      cached += json.length
      while (cache.size > cacheSize || cached > mostCached) drop(cache.keys().next().value)
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
      drop(key)
    },
  }
}
