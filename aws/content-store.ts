import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/** Bodies of articles and frozen issues, under keys that name their content. */
export type ContentStore<Content> = {
  get(key: string): Promise<Content>
  put(key: string, content: Content): Promise<void>
}

/** Keeps the last `remembered` values in memory: what a key names never changes within one deployment. */
export function contentStore<Content>(s3: S3Client, bucket: string, remembered = 200): ContentStore<Content> {
  const memory = new Map<string, Content>()
  return {
    async get(key) {
      const known = memory.get(key)
      if (known !== undefined) return known
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      const content = JSON.parse((await Body?.transformToString()) ?? '') as Content // written by `put` alone
      memory.set(key, content)
      const oldest = memory.keys().next().value
      if (memory.size > remembered && oldest !== undefined) memory.delete(oldest)
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
      memory.delete(key)
    },
  }
}
