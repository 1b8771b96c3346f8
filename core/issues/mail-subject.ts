import { markNames } from '../name-value.ts'
import type { Site } from '../site.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { formatDay } from '../text/format-date.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { translate } from '../translated-text.ts'
import type { Correction, Issue } from './issue.ts'
import { titleOf } from './view-article.ts'

const longestHeadline = 120

/** The placeholders of a subject template besides the reader's name. */
const placeholder = /\{(headline|more|count|digest|number|date|publication)\}/g

/**
 * Composes the subject from the digest's template; by default the first headline and the number of the others. The place
 * of the reader's name is marked.
 */
export function composeSubject(site: Site, issue: Issue, titles: readonly string[], messages: LocaleMessages): string {
  const headline = cutAtWord(titles[0] ?? '', longestHeadline)
  const others = titles.length - 1
  const andMore = others > 0 ? messages.digest.andMore({ title: headline, count: others }) : headline
  const { publication } = site
  const values: Readonly<Record<string, string>> = {
    headline,
    more: andMore,
    count: String(titles.length),
    digest: translate(issue.settings.title, messages.locale, publication.language),
    number: String(issue.number),
    date: formatDay({ language: messages.locale, timeZone: publication.timeZone }, issue.composedAt),
    publication: publication.title,
  }
  const template = issue.settings.subject ?? '{more}'
  const named = markNames(cleanLine(template))
  const filled = named.replace(placeholder, (_whole, name: string) => cleanLine(values[name] ?? ''))
  return filled.replace(/\s+/g, ' ').trim()
}

/** Composes the subject of a mail without articles: it must not look like that of the corrected article again. */
export function composeCorrectionSubject(corrections: readonly Correction[], { digest }: LocaleMessages): string {
  const [first] = corrections
  if (first === undefined) return ''
  const headline = cutAtWord(titleOf(first), longestHeadline)
  const title = corrections.length > 1 ? digest.andMore({ title: headline, count: corrections.length - 1 }) : headline
  return cleanLine(
    first.kind === 'retracted' ? digest.retractionSubject({ title }) : digest.correctionSubject({ title }),
  )
}
