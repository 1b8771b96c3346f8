import type { Site } from '../site.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { formatDay } from '../text/format-date.ts'
import type { LocaleMessages } from '../text/locales.ts'
import type { Issue } from './issue.ts'

const longestHeadline = 120

/** What stands in a subject; other braces stay as they are. */
const placeholder = /\{(headline|more|count|digest|number|date|publication)\}/g

/** From the digest's template, or else the first headline and how many there are besides. */
export function composeSubject(site: Site, issue: Issue, titles: readonly string[], words: LocaleMessages): string {
  const headline = cutAtWord(titles[0] ?? '', longestHeadline)
  const others = titles.length - 1
  const andMore = others > 0 ? words.digest.andMore({ title: headline, count: others }) : headline
  const { publication } = site
  const values: Readonly<Record<string, string>> = {
    headline,
    more: andMore,
    count: String(titles.length),
    digest: issue.settings.title,
    number: String(issue.number),
    date: formatDay({ language: words.locale, timeZone: publication.timeZone }, issue.composedAt),
    publication: publication.title,
  }
  const template = issue.settings.subject ?? '{more}'
  return cleanLine(template.replace(placeholder, (_whole, name: string) => values[name] ?? ''))
}
