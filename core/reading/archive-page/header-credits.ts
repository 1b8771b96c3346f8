import type { Publication } from '../../publication.ts'
import { type Credits, isRole, readCredits } from '../credits.ts'
import type { ArchiveLine } from './lines.ts'
import { isTopicsLabel, splitTopics } from './topics-line.ts'

type Lines = readonly ArchiveLine[]

/** What the lines at the top of `lines` say of authors and dates, and the lines below them. */
export type HeaderCredits = {
  readonly authors: readonly string[]
  readonly dates: readonly ArchiveLine[]
  readonly topics: readonly string[]
  readonly rest: Lines
}

export function takeCredits(lines: Lines, publication: Publication): HeaderCredits {
  const found: { line: ArchiveLine; credits: Credits & { readonly topics?: readonly string[] } }[] = []
  for (const line of lines) {
    const above = found.at(-1)
    const topics = above && isTopicsLabel(line.text) ? splitTopics([line], publication) : []
    const credits =
      topics.length > 0
        ? { authors: [], dates: [], topics }
        : (readCredits(line.text, publication) ?? continueByline(above, line, publication))
    if (credits === undefined) break
    found.push({ line, credits })
  }
  return {
    authors: found.flatMap(({ credits }) => credits.authors),
    dates: found.flatMap(({ line, credits }) => credits.dates.map((text) => ({ ...line, text }))),
    topics: found.flatMap(({ credits }) => credits.topics ?? []),
    rest: lines.slice(found.length),
  }
}

/** Below a byline, what its author is, or more names where it breaks off. */
function continueByline(
  above: { readonly line: ArchiveLine; readonly credits: Credits } | undefined,
  { gap, text }: ArchiveLine,
  publication: Publication,
): Credits | undefined {
  if (above === undefined || above.credits.authors.length === 0 || gap > 0) return undefined
  if (isRole(text)) return { authors: [], dates: [] }
  return /(?:,|&|\band)$/i.test(above.line.text) ? readCredits(`By ${text}`, publication) : undefined
}
