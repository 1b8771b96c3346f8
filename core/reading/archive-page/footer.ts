import type { Publication } from '../../publication.ts'
import { callToReader, footerPhrases, relatedHeading } from './footer-phrases.ts'
import { type ArchiveLine, endsSentence } from './lines.ts'
import { isTopicsLabel, readTopicsBlock, type TopicsBlock } from './topics-line.ts'

type Lines = readonly ArchiveLine[]

export type ArchiveFooter = {
  /** The lines above the footer and the topics. */
  readonly body: Lines
  readonly topics: readonly string[]
}

/** Lines. No footer has more. The limit keeps the search short on a hostile page. */
const longestFooter = 40
/** Lines. No list of links to other articles is longer. */
const mostRelated = 12

/**
 * Splits the footer, and the topics directly above it, from the end of a page. A line within the text that looks like a
 * footer stays, because only the end of the page is searched.
 */
export function readFooter(lines: Lines, publication: Publication): ArchiveFooter {
  const belowRelated = topicsBelowRelated(lines, publication)
  const end = footerStart(lines, lines.length)
  const { topics, start } = belowRelated ?? readTopicsBlock(lines.slice(0, end), end < lines.length, publication)
  return { body: lines.slice(0, topics.length > 0 ? footerStart(lines, start) : end), topics }
}

/** Reads topics below the links to other articles. Both are short lines, so only the vocabulary distinguishes them. */
function topicsBelowRelated(lines: Lines, publication: Publication): TopicsBlock | undefined {
  const start = boilerplateStart(lines, lines.length)
  const heading = relatedStart(lines, start)
  if (heading === undefined) return undefined
  const block = readTopicsBlock(lines.slice(0, start), false, publication)
  return block.topics.length > 0 && block.start > heading + 1 ? block : undefined
}

/** Returns the first line of the footer that ends at `end`; `end` if there is no footer or the page would be nothing else. */
function footerStart(lines: Lines, end: number): number {
  let start = end
  while (start > 0 && end - start < longestFooter) {
    const boilerplate = boilerplateStart(lines, start)
    const above = boilerplate < start ? boilerplate : relatedStart(lines, start)
    if (above === undefined) return start
    start = above
  }
  return end
}

/** Returns the first of the lines before `end` that are all boilerplate. */
function boilerplateStart(lines: Lines, end: number): number {
  let start = end
  while (start > 0 && end - start < longestFooter && isBoilerplate(lines, start - 1)) start--
  return start
}

/**
 * Returns true if a line matches a phrase of footers, or if it addresses the reader in a block with at least two empty
 * lines above it.
 */
function isBoilerplate(lines: Lines, index: number): boolean {
  const text = lines[index]?.text ?? ''
  if (isFooterPhrase(text)) return true
  return !isSentence(text) && text.length <= 120 && callToReader.test(text) && isSetOff(lines, index)
}

function isFooterPhrase(text: string): boolean {
  if (text.length > 300 || isTopicsLabel(text)) return false
  return footerPhrases.some(({ phrase, sentence }) => (sentence || !isSentence(text)) && phrase.test(text))
}

function isSentence(text: string): boolean {
  return endsSentence(text) && !text.endsWith(':')
}

function isSetOff(lines: Lines, index: number): boolean {
  let start = index
  while (start > 0 && index - start < 10 && lines[start]?.gap === 0) start--
  return (lines[start]?.gap ?? 0) >= 2
}

/** Returns the line of a heading such as "Related articles" with only short lines between it and `end`. */
function relatedStart(lines: Lines, end: number): number | undefined {
  for (let index = end - 1; index >= Math.max(0, end - mostRelated); index--) {
    const text = lines[index]?.text ?? ''
    if (isRelatedHeading(text)) return index
    // Boilerplate with an empty line below it separates the links from the text above.
    if (isFooterPhrase(text) && index < end - 1 && (lines[index + 1]?.gap ?? 0) > 0) return undefined
    if (text.length > 140 || (endsSentence(text) && !text.endsWith('?'))) return undefined
  }
  return undefined
}

function isRelatedHeading(text: string): boolean {
  return text.length <= 40 && !/[.!?]$/.test(text) && relatedHeading.test(text) && !isTopicsLabel(text)
}
