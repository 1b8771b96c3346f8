import { isLive } from './apply-upload.ts'
import type { Article, UploadRecord } from './article.ts'

/**
 * The live article that a withdrawn one was moved to: it has, or has had, the same content under another key. Of several
 * the one whose key sorts first.
 */
export function successorOf(record: UploadRecord, holders: readonly UploadRecord[]): Article | undefined {
  if (record.articleState !== 'withdrawn') return undefined
  const live = holders.filter((holder) => holder.id !== record.id).filter(isLive)
  return live.sort((a, b) => (a.key < b.key ? -1 : 1))[0]?.article
}
