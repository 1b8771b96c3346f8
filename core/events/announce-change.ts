import type { Site } from '../site.ts'
import { announceArticle } from './announce-article.ts'
import { announceIssue } from './announce-issue.ts'
import { announceSubscriber } from './announce-subscriber.ts'
import type { Announcement, Change } from './announcement.ts'

const kinds: Readonly<Record<string, (change: Change, site: Site) => Announcement | undefined>> = {
  article: announceArticle,
  subscriber: announceSubscriber,
  issue: announceIssue,
}

/** Returns the event that a change of an item causes, if there is one. Suppressions need the subscriber, too. */
export function announceChange(change: Change, site: Site): Announcement | undefined {
  const [kind = ''] = change.pk.split('#', 1)
  if (kind === 'article' && change.sk !== 'article') return undefined
  return Object.hasOwn(kinds, kind) ? kinds[kind]?.(change, site) : undefined
}
