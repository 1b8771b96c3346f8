import type { Site } from '../site.ts'
import { wordsFor } from '../words.ts'
import { cleanLine } from './clean-line.ts'
import { digestTitle } from './compose-issue.ts'
import type { Issue } from './issue.ts'

/** All that differs between two mails of one content set. */
export type Personal = {
  readonly subscriberId: string
  readonly address: string
  /** Why they get it. */
  readonly reason: string
  readonly preferencesUrl: string
  readonly unsubscribeUrl: string
}

/** Stand for a personal value in a rendered mail. They are noncharacters, which `cleanLine` takes out of everything else. */
export const seams = { reason: '\ufdd0', preferencesUrl: '\ufdd1', unsubscribeUrl: '\ufdd2' } as const
export type SeamName = keyof typeof seams
export const seamNames: readonly SeamName[] = ['reason', 'preferencesUrl', 'unsubscribeUrl']

const topicsNamed = 5

/** @param tokens the recipient's own, as signed for these two purposes */
export function personalFor(
  site: Site,
  issue: Issue,
  subscriber: { readonly id: string; readonly address: string; readonly topics: readonly string[] },
  tokens: { readonly preferences: string; readonly unsubscribe: string },
): Personal {
  const { publication, url } = site
  const { digest: words } = wordsFor(publication.language)
  const names = topicNames(site, issue)
  const topics = subscriber.topics.map((slug) => names.get(slug) ?? slug.replaceAll('-', ' '))
  const named = topics.slice(0, topicsNamed)
  const more = topics.length - named.length
  const last = named.at(-1)
  const listed = last && more > 0 ? [...named.slice(0, -1), words.andMore({ title: last, count: more })] : named
  const about = { digest: digestTitle(publication, issue.digest), address: subscriber.address }
  return {
    subscriberId: subscriber.id,
    address: subscriber.address,
    reason: cleanLine(
      listed.length === 0 ? words.reason(about) : words.reasonTopics({ ...about, topics: listed.join(', ') }),
    ),
    preferencesUrl: `${url}/preferences?t=${encodeURIComponent(tokens.preferences)}`,
    unsubscribeUrl: `${url}/unsubscribe?t=${encodeURIComponent(tokens.unsubscribe)}`,
  }
}

function topicNames({ publication }: Site, issue: Issue): ReadonlyMap<string, string> {
  const configured = publication.topics.filter((topic) => typeof topic !== 'string')
  const seen = issue.articles.flatMap((article) => article.topics)
  return new Map([...seen, ...configured].map(({ slug, name }) => [slug, name]))
}
