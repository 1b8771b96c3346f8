import { composeIssue } from '../../core/issues/compose-issue.ts'
import { gatherIssue } from '../../core/issues/gather-issue.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'

/** The issue that a digest would have if it ran now, and how many articles are held back from it. Changes nothing. */
export async function draftIssue(digest: DigestName, stack: Stack): Promise<{ issue: Issue; held: number }> {
  const [{ articles, extras, held }, { lastNumber }] = await Promise.all([
    gatherIssue(digest, stack),
    stack.issues.getDigest(digest),
  ])
  const now = new Date().toISOString()
  return { issue: composeIssue(stack.site, digest, lastNumber + 1, articles, now, extras), held }
}

/** The same of the newest articles, for someone who wants to see what an issue looks like while nothing is pending. */
export async function sampleIssue(digest: DigestName, stack: Stack): Promise<Issue> {
  const newest = await stack.articles.list('publication', stack.site.publication.digests[digest]?.maximumArticles ?? 30)
  const bodies = await Promise.all(
    newest.map(async ({ id, contentKey }) => [id, await stack.bodies.get(contentKey)] as const),
  )
  const isFull = stack.site.publication.digests[digest]?.layout === 'full-text'
  const { lastNumber } = await stack.issues.getDigest(digest)
  const extras = isFull ? { bodies: new Map(bodies) } : {}
  return composeIssue(stack.site, digest, lastNumber + 1, newest, new Date().toISOString(), extras)
}
