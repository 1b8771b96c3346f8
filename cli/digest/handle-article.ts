import { isLive } from '../../core/articles/apply-upload.ts'
import { articleId } from '../../core/articles/identity.ts'
import { listingOrder } from '../../core/articles/listing.ts'
import type { PendingMark } from '../../core/issues/pending.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { readDigest } from './send.ts'

const said = { held: 'is held back', pinned: 'comes first', none: 'takes its turn' } as const

/** Holds an article back from a digest, puts it first, or neither. */
export async function handleArticle(
  digestName: string,
  key: string,
  handling: PendingMark['handling'],
  stack: Stack,
  report: Report,
): Promise<void> {
  const digest = readDigest(digestName, stack)
  const record = await stack.articles.get(articleId(key))
  if (!isLive(record)) {
    throw new CommandFailure(
      `There is no live article ${key}. Name it by its upload’s key, as \`postrider receipts\` shows it.`,
    )
  }
  const result = await stack.issues.handle(digest, listingOrder(record.article), handling)
  if (result === 'gone') {
    throw new CommandFailure(
      `${key} does not wait for the ${digest} digest: an issue has taken it, or it was never news.`,
    )
  }
  report.answer({ digest, key, handling: handling ?? null }, [
    `“${record.article.title}” ${said[handling ?? 'none']} in the ${digest} digest.`,
  ])
}
