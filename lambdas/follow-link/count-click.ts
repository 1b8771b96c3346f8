import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickStore } from '../../aws/issues/click-store.ts'
import type { CountedLink } from '../../core/issues/click.ts'
import { issueId } from '../../core/issues/issue.ts'
import { clickParts } from '../../core/keys.ts'
import type { Site } from '../../core/site.ts'
import { logger } from '../runtime/logger.ts'

type Services = { readonly site: Site; readonly clicks: Pick<ClickStore, 'count'> }

/** Milliseconds that a reader waits for the count at most. */
const patience = 1_000

/** Counts a click if the digest counts clicks now. Never fails: the reader gets to the article anyway. */
export async function countClick({ digest, number, id }: CountedLink, { site, clicks }: Services): Promise<void> {
  if (!site.publication.digests[digest]?.clicks) return
  const issue = issueId({ digest, number })
  const part = clickParts[randomInt(clickParts.length)] ?? '0'
  const end = new AbortController()
  const counted = clicks.count(issue, id, part, end.signal).then(() => true)
  const isCounted = await Promise.race([
    counted.catch(() => false),
    sleep(patience, false, { signal: end.signal }).catch(() => false),
  ])
  end.abort()
  if (!isCounted) logger.warn('click not counted', { issue })
}
