import type { DigestName } from '../../core/publication.ts'
import { countAudience } from '../../operations/digest/count-audience.ts'
import { draftIssue } from '../../operations/digest/draft-issue.ts'
import type { Stack } from '../../operations/stack.ts'

/** Milliseconds. Counting reads every subscriber, which takes seconds for a long list. */
const kept = 60_000

/** Counts the recipients of the next issue of a digest. Counts that are younger than a minute are used again. */
export function recipientCounter(stack: Stack): (digest: DigestName, now: number) => Promise<number> {
  const counts = new Map<DigestName, { readonly count: Promise<number>; readonly at: number }>()
  const count = async (digest: DigestName) =>
    (await countAudience((await draftIssue(digest, stack)).issue, stack)).recipients
  return (digest, now) => {
    const former = counts.get(digest)
    if (former && now - former.at < kept) return former.count
    const next = { count: count(digest), at: now }
    counts.set(digest, next)
    next.count.catch(() => counts.delete(digest))
    return next.count
  }
}
