import { type Article, isLive, type UploadRecord } from './article.ts'

/** An article that went live earlier with the same content under another key. */
export type Predecessor = { readonly id: string; readonly liveAt: string }

/**
 * Returns the article that a new article replaces: of all that have, or once had, the same content, the one that went live
 * first.
 */
export function predecessorOf(key: string, holders: readonly UploadRecord[]): Predecessor | undefined {
  const live = holders.flatMap(({ id, key: other, article }) =>
    article?.liveAt !== undefined && other !== key ? [{ id, liveAt: article.liveAt }] : [],
  )
  return live.sort((a, b) => a.liveAt.localeCompare(b.liveAt) || a.id.localeCompare(b.id))[0]
}

/**
 * Returns the live article that replaces a withdrawn one. It has, or once had, the same content under another key. If there
 * are several, the one whose key sorts first is returned.
 */
export function successorOf(record: UploadRecord, holders: readonly UploadRecord[]): Article | undefined {
  if (record.articleState !== 'withdrawn') return undefined
  const live = holders.filter((holder) => holder.id !== record.id).filter(isLive)
  return live.sort((a, b) => (a.key < b.key ? -1 : 1))[0]?.article
}
