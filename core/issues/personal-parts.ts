import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import { formatShortDay } from '../text/format-date.ts'
import { messagesFor } from '../text/locales.ts'
import { translate } from '../translated-text.ts'
import type { Issue } from './issue.ts'

/** Everything that differs between two mails of one variant. */
export type PersonalParts = {
  readonly subscriberId: string
  readonly address: string
  /** Undefined if they gave none. */
  readonly name?: string | undefined
  /** The sentence that says why they get this mail. */
  readonly reason: string
  readonly preferencesUrl: string
  readonly unsubscribeUrl: string
}

const maximumNamedTopics = 5

type Addressee = {
  readonly id: string
  readonly address: string
  readonly topics: readonly string[]
  readonly language: string
  readonly name?: string | undefined
}

/**
 * Returns the personal parts of a mail.
 * @param tokens the recipient's tokens, signed for these two purposes
 * @param matched number of the issue's articles that they get
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
    name: subscriber.name || undefined,
    reason: reasonFor(site, issue, subscriber, matched),
    preferencesUrl: `${url}/preferences?t=${encodeURIComponent(tokens.preferences)}`,
    unsubscribeUrl: `${url}/unsubscribe?t=${encodeURIComponent(tokens.unsubscribe)}`,
  }
}

/** Says why they get the mail, how many articles match their topics, and when the next issue is due. */
function reasonFor(site: Site, issue: Issue, { address, language, topics }: Addressee, matched: number): string {
  const { language: fallback, timeZone } = site.publication
  const { digest: messages, locale } = messagesFor(language, fallback)
  const about = { digest: translate(issue.settings.title, locale, fallback), address }
  const topicList = listTopics(site, issue, topics, locale)
  const parts = [
    topicList === undefined ? messages.reason(about) : messages.reasonTopics({ ...about, topics: topicList }),
    ...(topicList === undefined || matched === 0
      ? []
      : [messages.matched({ count: matched, total: String(issue.articles.length) })]),
    ...(issue.nextAt ? [messages.nextOne({ date: nextDay(issue.nextAt, locale, timeZone) })] : []),
  ]
  return cleanLine(parts.join(' '))
}

/** Removes the full stop of an abbreviated month, because the sentence ends with its own. */
function nextDay(instant: string, language: string, timeZone: string): string {
  return formatShortDay({ language, timeZone }, instant).replace(/\.$/, '')
}

/** Names the first topics and counts the others. Undefined for a subscriber of every topic. */
function listTopics(site: Site, issue: Issue, slugs: readonly string[], locale: string): string | undefined {
  if (slugs.length === 0) return undefined
  const names = topicNames(site, issue, locale)
  const topics = slugs.map((slug) => names.get(slug) ?? slug.replaceAll('-', ' '))
  const named = topics.slice(0, maximumNamedTopics)
  const more = topics.length - named.length
  return [...named, ...(more > 0 ? [`+${new Intl.NumberFormat(locale).format(more)}`] : [])].join(', ')
}

/** By issue and language: all recipients of an issue read the same names. */
const namesOfTopics = new WeakMap<Issue, Map<string, ReadonlyMap<string, string>>>()

function topicNames(site: Site, issue: Issue, locale: string): ReadonlyMap<string, string> {
  const byLanguage = namesOfTopics.get(issue) ?? new Map<string, ReadonlyMap<string, string>>()
  namesOfTopics.set(issue, byLanguage)
  const names = byLanguage.get(locale) ?? translateTopics(site, issue, locale)
  byLanguage.set(locale, names)
  return names
}

function translateTopics({ publication }: Site, issue: Issue, locale: string): ReadonlyMap<string, string> {
  const configured = publication.topics.filter((topic) => typeof topic !== 'string')
  const ofArticles = issue.articles.flatMap((article) => article.topics)
  return new Map(
    [...ofArticles, ...configured].map(({ slug, name }) => [slug, translate(name, locale, publication.language)]),
  )
}
