import { readPending } from '../../aws/issues/read-pending.ts'
import { composeIssue } from '../../core/issues/compose-issue.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { chooseContents } from '../../core/issues/issue-contents.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import { listHandled } from './list-handled.ts'

export type Draft = {
  readonly issue: Issue
  /** Number of articles that are left out of the issue. */
  readonly held: number
}

/** Returns the issue that a digest would compose if it ran `now`. Changes nothing. */
export async function draftIssue(digest: DigestName, stack: Stack, now = new Date()): Promise<Draft> {
  const [pending, { lastNumber }] = await Promise.all([readPending(digest, stack, now), stack.issues.getDigest(digest)])
  const { articles, extras, leftOut: held } = chooseContents(stack.site, pending)
  return { issue: composeIssue(stack.site, digest, lastNumber + 1, articles, now.toISOString(), extras), held }
}

/** Returns an issue of the newest articles. It shows what an issue looks like while no articles are pending. */
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

/** Returns what waits beside a drafted issue: the articles that are left out of it, and corrections if it has no article. */
export async function listWaiting(digest: DigestName, { articles, corrections }: Issue, stack: Stack) {
  const handled = await listHandled(digest, stack)
  return {
    leftOut: handled.filter(({ handling, alone }) => handling === 'held' && !alone),
    // Corrections with `since` are only for readers who missed them.
    waitingCorrections: articles.length > 0 ? [] : corrections.filter(({ since }) => since === undefined),
  }
}
