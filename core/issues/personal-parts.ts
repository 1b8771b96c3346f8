import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import { formatShortDay } from '../text/format-date.ts'
import { messagesFor } from '../text/locales.ts'
import type { Issue } from './issue.ts'

/** All that differs between two mails of one content set. */
export type PersonalParts = {
  readonly subscriberId: string
  readonly address: string
  /** Why they get it. */
  readonly reason: string
  readonly preferencesUrl: string
  readonly unsubscribeUrl: string
}

const topicsNamed = 5

type Addressee = {
  readonly id: string
  readonly address: string
  readonly topics: readonly string[]
  readonly language: string
}

/**
 * @param tokens the recipient's own, as signed for these two purposes
 * @param matched how many of the issue's articles they get
 */
export function personalParts(
  site: Site,
  issue: Issue,
  subscriber: Addressee,
  tokens: { readonly preferences: string; readonly unsubscribe: string },
  matched: number,
): PersonalParts {
  const { url } = site
  return {
    subscriberId: subscriber.id,
    address: subscriber.address,
    reason: reasonFor(site, issue, subscriber, matched),
    preferencesUrl: `${url}/preferences?t=${encodeURIComponent(tokens.preferences)}`,
    unsubscribeUrl: `${url}/unsubscribe?t=${encodeURIComponent(tokens.unsubscribe)}`,
  }
}

/** Why they get it, how much of it is theirs, and when the next one comes. */
function reasonFor(site: Site, issue: Issue, { address, language, topics }: Addressee, matched: number): string {
  const { language: usual, timeZone } = site.publication
  const { digest: said, locale } = messagesFor(language, usual)
  const about = { digest: issue.settings.title, address }
  const listed = listTopics(site, issue, topics, locale)
  const parts = [
    listed === undefined ? said.reason(about) : said.reasonTopics({ ...about, topics: listed }),
    ...(listed === undefined || matched === 0
      ? []
      : [said.matched({ count: matched, total: String(issue.articles.length) })]),
    ...(issue.nextAt ? [said.nextOne({ date: nextDay(issue.nextAt, locale, timeZone) })] : []),
  ]
  return cleanLine(parts.join(' '))
}

/** Without the full stop of an abbreviated month, because the sentence brings its own. */
function nextDay(instant: string, language: string, timeZone: string): string {
  return formatShortDay({ language, timeZone }, instant).replace(/\.$/, '')
}

/** The first few by name, the others by number; undefined for someone who gets every topic. */
function listTopics(site: Site, issue: Issue, slugs: readonly string[], locale: string): string | undefined {
  if (slugs.length === 0) return undefined
  const names = topicNames(site, issue)
  const topics = slugs.map((slug) => names.get(slug) ?? slug.replaceAll('-', ' '))
  const named = topics.slice(0, topicsNamed)
  const more = topics.length - named.length
  return [...named, ...(more > 0 ? [`+${new Intl.NumberFormat(locale).format(more)}`] : [])].join(', ')
}

function topicNames({ publication }: Site, issue: Issue): ReadonlyMap<string, string> {
  const configured = publication.topics.filter((topic) => typeof topic !== 'string')
  const seen = issue.articles.flatMap((article) => article.topics)
  return new Map([...seen, ...configured].map(({ slug, name }) => [slug, name]))
}
