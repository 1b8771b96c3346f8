import { isLive } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'

/** Paths of the site that follow from a record by itself: the page of a live article, and its files that are there. */
export function expectedFiles(record: UploadRecord, uploads: ReadonlySet<string>): readonly string[] {
  if (!isLive(record)) return []
  const folder = `articles/${record.article.slug}/`
  const files = (record.files ?? []).filter(({ key }) => uploads.has(key)).map(({ path }) => folder + path)
  return [`${folder}index.html`, ...files]
}
