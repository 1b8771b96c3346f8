import type { Publication } from '../../publication.ts'
import { longestTitle } from '../limits.ts'
import { isPerson, readCredits, takeCredits } from './credits.ts'
import { type ArchiveLine, continues, endsAbbreviated, endsSentence, isProse, joinLines, splitBlocks } from './lines.ts'
import { isMasthead, splitDatedMasthead, titleBelowMasthead } from './masthead.ts'

export type ArchiveHeader = {
  readonly title: string | undefined
  readonly authors: readonly string[]
  /** Lines with a date. The first is the date of the article. */
  readonly dates: readonly ArchiveLine[]
  readonly topics: readonly string[]
  /** A standfirst between title and date, if there is one, and the lines below the header: the body and the footer. */
  readonly rest: readonly ArchiveLine[]
}

type Lines = readonly ArchiveLine[]

/** Lines: a masthead, a title of three lines, a standfirst, a byline and dates. */
const longestHeader = 10

const titleLabel = /^(?:title|headline)\s*:\s+/i

/** Reads masthead, title and credits. Without credits, only the shape of the lines tells which one is the title. */
export function readHeader(page: Lines, publication: Publication): ArchiveHeader {
  const lines = page.flatMap((line, index) => (index === 0 ? splitDatedMasthead(line, publication) : [line]))
  const long = readLongTitle(lines, publication)
  if (long) return long
  const prose = lines.findIndex((line) => isProse(line.text))
  const opening = lines.slice(0, prose < 0 ? longestHeader : Math.min(prose, longestHeader))
  const creditsStart = opening.findIndex((line) => readCredits(line.text, publication) !== undefined)
  if (creditsStart < 0) return undatedHeader(lines, publication)
  const credits = takeCredits(lines.slice(creditsStart), publication)
  const heading = titleBelowMasthead(lines.slice(0, creditsStart), credits.rest, publication)
  if (heading.length > 0) {
    const { title, rest } = splitTitle(heading)
    const signature = credits.authors.length === 0 && rest.length === 1 ? takeSignature(rest) : { authors: [], rest }
    return {
      title,
      ...credits,
      authors: [...signature.authors, ...credits.authors],
      rest: [...signature.rest, ...credits.rest],
    }
  }
  const { title, rest } = splitTitle(credits.rest)
  const more = takeCredits(rest, publication)
  return {
    title,
    authors: [...credits.authors, ...more.authors],
    dates: [...credits.dates, ...more.dates],
    topics: [...credits.topics, ...more.topics],
    rest: more.rest,
  }
}

/**
 * Reads a header with a title that is as long as a paragraph: one sentence below the masthead, with a date directly below.
 * Returns undefined for any other page.
 */
function readLongTitle(lines: Lines, publication: Publication): ArchiveHeader | undefined {
  const [first = [], second = []] = splitBlocks(lines.slice(0, longestHeader))
  const hasMasthead = first.length === 1 && mayBeMasthead(first[0]?.text ?? '', joinLines(second), publication)
  const block = hasMasthead ? second : first
  const title = joinLines(block)
  const isLong = block.some(({ text }) => isProse(text)) || isProse(title)
  if (!isLong || block.length > 3 || title.length > longestTitle || /[.!?…]\s+\p{Lu}/u.test(title)) return undefined
  const credits = takeCredits(lines.slice(lines.indexOf(block[0] as ArchiveLine) + block.length), publication) // not empty
  return credits.dates.length > 0 ? { title: title.replace(titleLabel, ''), ...credits } : undefined
}

/** Returns true for a masthead, or for a few words above a text that does not end like a standfirst. */
function mayBeMasthead(text: string, below: string, publication: Publication): boolean {
  return isMasthead(text, publication) || (text.length <= 50 && text.split(' ').length <= 4 && !/[.…]$/.test(below))
}

/** Reads a header without credits. Its first block is a masthead only if a short block and then a paragraph follow. */
function undatedHeader(lines: Lines, publication: Publication): ArchiveHeader {
  const [first = [], second, ...others] = splitBlocks(lines.slice(0, longestHeader))
  const paragraph = others.map(joinLines).find((text) => !isPerson(text)) ?? ''
  const hasMasthead = second !== undefined && (isProse(paragraph) || endsSentence(paragraph))
  const top = hasMasthead ? [...first, ...second] : first
  const heading = titleBelowMasthead(top, lines.slice(top.length), publication)
  const { title, rest } = splitTitle([...heading, ...lines.slice(top.length)])
  return { title, dates: [], topics: [], ...takeSignature(rest) }
}

/** Takes a name that is alone in the block below the title as the author. */
function takeSignature(lines: Lines): Pick<ArchiveHeader, 'authors' | 'rest'> {
  const [block] = splitBlocks(lines.slice(0, 2))
  const [signature, ...others] = block ?? []
  const isSigned = signature !== undefined && others.length === 0 && isPerson(signature.text)
  return isSigned ? { authors: [signature.text], rest: lines.slice(1) } : { authors: [], rest: lines }
}

/** Takes the first block as the title, which may be wrapped. Text in the block below the title is not part of it. */
function splitTitle(lines: Lines): { title: string | undefined; rest: Lines } {
  const [block = [], next] = splitBlocks(lines.slice(0, longestHeader))
  const isWrapped = next?.length === 1 && next.every(({ text }) => continues(text) && !endsSentence(text))
  const end = block.some(isText) ? endOfTitle(block) : block.length + (isWrapped ? 1 : 0)
  if (block[0] === undefined || isProse(block[0].text)) return { title: undefined, rest: lines }
  return { title: joinLines(lines.slice(0, end)).replace(titleLabel, ''), rest: lines.slice(end) }
}

/** Returns true for a line of the title's block that is not part of the title: the fourth, a long one or a sentence. */
function isText({ text }: ArchiveLine, index: number): boolean {
  if (index === 0) return false
  return index > 2 || isProse(text) || (text.endsWith('.') && !endsAbbreviated(text))
}

/** Counts the lines of a title with text directly below it: two if the second line continues the first. */
function endOfTitle(block: Lines): number {
  const second = block[1]
  return second && continues(second.text) && !isProse(second.text) ? 2 : 1
}
