import type { Publication } from '../../publication.ts'
import { hasFooterShape, isFooterLine, isRelatedHeading } from './footer.ts'
import { type ArchiveLine, endsSentence } from './lines.ts'
import { readTopicsBlock, type TopicsBlock } from './topics-line.ts'

type Lines = readonly ArchiveLine[]

export type ArchiveTail = { readonly body: Lines; readonly topics: readonly string[] }

/** Lines: more than any footer has, so that a hostile page is not searched for ever. */
const longestFooter = 40
/** Lines of links to other articles below the text. */
const mostRelated = 12

/**
 * Takes the footer off the end of a page, and the topics directly above it. Only the end is looked at: a line like a
 * footer within the text stays.
 */
export function readTail(lines: Lines, publication: Publication): ArchiveTail {
  const belowRelated = topicsBelowRelated(lines, publication)
  const end = footerStart(lines, lines.length)
  const { topics, start } = belowRelated ?? readTopicsBlock(lines.slice(0, end), end < lines.length, publication)
  return { body: lines.slice(0, topics.length > 0 ? footerStart(lines, start) : end), topics }
}

/** Links to other articles may stand above the topics; being as short, they are only told from them by the vocabulary. */
function topicsBelowRelated(lines: Lines, publication: Publication): TopicsBlock | undefined {
  const start = callsStart(lines, lines.length)
  const heading = relatedStart(lines, start)
  if (heading === undefined) return undefined
  const block = readTopicsBlock(lines.slice(0, start), false, publication)
  return block.topics.length > 0 && block.start > heading + 1 ? block : undefined
}

/** Where the footer begins that ends at `end`. A page that would be nothing else has none. */
function footerStart(lines: Lines, end: number): number {
  let start = end
  while (start > 0 && end - start < longestFooter) {
    const calls = callsStart(lines, start)
    const above = calls < start ? calls : relatedStart(lines, start)
    if (above === undefined) return start
    start = above
  }
  return end
}

/** Where the lines begin that are footer lines each by itself. */
function callsStart(lines: Lines, end: number): number {
  let start = end
  while (start > 0 && end - start < longestFooter && isFooterLine(lines, start - 1)) start--
  return start
}

/** A heading such as "Related articles" with nothing but short lines between it and `end`, which are not set apart by boilerplate. */
function relatedStart(lines: Lines, end: number): number | undefined {
  for (let index = end - 1; index >= Math.max(0, end - mostRelated); index--) {
    const text = lines[index]?.text ?? ''
    if (isRelatedHeading(text)) return index
    if (hasFooterShape(text) && index < end - 1 && (lines[index + 1]?.gap ?? 0) > 0) return undefined
    if (text.length > 140 || (endsSentence(text) && !text.endsWith('?'))) return undefined
  }
  return undefined
}
