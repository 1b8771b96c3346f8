import { isLive } from '../../core/articles/article.ts'
import { pendingKeys } from '../../core/articles/digest-marks.ts'
import { articleId } from '../../core/articles/identity.ts'
import type { PendingMark } from '../../core/issues/issue-contents.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'

export type Handling = PendingMark['handling']

export type Handled = {
  readonly digest: string
  readonly key: string
  readonly handling: Handling
  /** What happens to the article now. */
  readonly sentence: string
}

const results = { held: 'is left out of', pinned: 'comes first in', none: 'has its usual place in' } as const

const alone = {
  held: 'is not mailed on its own to the readers of',
  none: 'is mailed on its own, within a minute, to the readers of',
} as const

/**
 * Leaves an article out of a digest, puts it first, or undoes both.
 * @throws {CommandFailure} if the article does not wait for an issue of the digest
 */
export async function handleArticle(
  digestName: string,
  key: string,
  handling: Handling,
  stack: Pick<Stack, 'site' | 'articles' | 'issues'>,
): Promise<Handled> {
  const digest = readDigest(digestName, stack)
  const record = await stack.articles.get(articleId(key))
  if (!isLive(record)) {
    throw new CommandFailure(
      `There is no live article ${key}. Use the key of its upload, as \`postrider receipts\` lists it.`,
    )
  }
  const isAlone = record.article.mail === 'alone'
  if (isAlone && handling === 'pinned')
    throw new CommandFailure(`${key} is mailed on its own, so it cannot come before other articles.`)
  const mark = pendingKeys(record, [digest]).get(digest)
  if (!mark || (await stack.issues.handle(mark, handling)) === 'gone') {
    throw new CommandFailure(
      `${key} is not pending for the ${digest} digest: an issue has already taken it, its front matter excludes the digest, or it was never news.`,
    )
  }
  const result = handling === 'pinned' || !isAlone ? results[handling ?? 'none'] : alone[handling ?? 'none']
  return { digest, key, handling, sentence: `“${record.article.title}” ${result} the ${digest} digest.` }
}
