import type { UploadRecord } from './article.ts'
import { articleId } from './identity.ts'
import type { Receipt } from './receipt.ts'

/**
 * What a receipt remembers of an article whose record is gone: enough that its upload, read again, becomes the same
 * article at the same address and place, and is nobody's news. Undefined: it never was one.
 * @param etag of the upload that the receipt answers
 */
export function recallRecord(receipt: Receipt, etag: string): UploadRecord | undefined {
  const { key, article, at } = receipt
  if (!article) return undefined
  const { since, ...identity } = article
  const id = articleId(key)
  return {
    ...{ id, key, etag, at, since, sequencer: '0', state: 'withdrawn', articleState: 'withdrawn' },
    ...{ problems: [], touched: [], revision: 0 },
    article: {
      ...{ id, key, title: '', summary: '', authors: [], topics: [], language: 'en', direction: 'ltr' },
      ...{ image: undefined, contentKey: '', words: 0, source: key.startsWith('backfill/') ? 'backfill' : 'news' },
      ...identity,
      liveAt: identity.liveAt,
    },
  }
}
