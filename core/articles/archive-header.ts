import type { Publication } from '../publication.ts'
import { type ArchiveLine, continues, endsSentence, isProse, joinLines, splitBlocks } from './archive-line.ts'
import { titleBelowMasthead } from './archive-masthead.ts'
import { type Credits, readCredits } from './credits.ts'

export type ArchiveHeader = {
  readonly title: string | undefined
  readonly authors: readonly string[]
  /** The texts of its dates, the article's own first. */
  readonly dates: readonly ArchiveLine[]
  /** The lines that the header leaves to the body: those below it, and a standfirst between title and date. */
  readonly rest: readonly ArchiveLine[]
}

type Lines = readonly ArchiveLine[]

/** Lines: a masthead, a title of three lines, a standfirst, a byline and dates. */
const longestHeader = 10

/** A page opens with masthead, title and credits; where no line is a credit, its shape alone tells what is the title. */
export function readHeader(lines: Lines, publication: Publication): ArchiveHeader {
  const prose = lines.findIndex((line) => isProse(line.text))
  const opening = lines.slice(0, prose < 0 ? longestHeader : Math.min(prose, longestHeader))
  const above = opening.findIndex((line) => readCredits(line.text, publication) !== undefined)
  if (above < 0) return undatedHeader(lines, publication)
  const credits = takeCredits(lines.slice(above), publication)
  const named = titleBelowMasthead(lines.slice(0, above), credits.rest, publication)
  if (named.length > 0) {
    const { title, rest } = splitTitle(named)
    return { title, ...credits, rest: [...rest, ...credits.rest] }
  }
  const { title, rest } = splitTitle(credits.rest)
  const more = takeCredits(rest, publication)
  return {
    title,
    authors: [...credits.authors, ...more.authors],
    dates: [...credits.dates, ...more.dates],
    rest: more.rest,
  }
}

/** A masthead is only seen where a second short block and then a paragraph follow. */
function undatedHeader(lines: Lines, publication: Publication): ArchiveHeader {
  const [first = [], second, third] = splitBlocks(lines)
  const paragraph = third === undefined ? '' : joinLines(third)
  const hasMasthead = second !== undefined && (isProse(paragraph) || endsSentence(paragraph))
  const heading = hasMasthead ? [...first, ...second] : first
  const named = titleBelowMasthead(heading, lines.slice(heading.length), publication)
  const { title, rest } = splitTitle([...named, ...lines.slice(heading.length)])
  return { title, authors: [], dates: [], rest }
}

/** The first block, which may be wrapped; text directly below a title is none of it. */
function splitTitle(lines: Lines): { title: string | undefined; rest: Lines } {
  const [block = [], next] = splitBlocks(lines.slice(0, longestHeader))
  const wrapped = next?.length === 1 && next.every(({ text }) => continues(text) && !endsSentence(text))
  const end = block.some(isText) ? endOfTitle(block) : block.length + (wrapped ? 1 : 0)
  if (block[0] === undefined || isProse(block[0].text)) return { title: undefined, rest: lines }
  return { title: joinLines(lines.slice(0, end)), rest: lines.slice(end) }
}

/** Whether a line of the title's block is no more of the title: the fourth, a long one or a sentence. */
function isText({ text }: ArchiveLine, index: number): boolean {
  if (index === 0) return false
  const abbreviated = /\b(\p{Lu}\.){2,}$/u.test(text)
  return index > 2 || isProse(text) || (text.endsWith('.') && !abbreviated)
}

/** Of a title with text right below it: a second line that goes on belongs to it. */
function endOfTitle(block: Lines): number {
  const second = block[1]
  return second && continues(second.text) && !isProse(second.text) ? 2 : 1
}

function takeCredits(lines: Lines, publication: Publication): Omit<ArchiveHeader, 'title'> {
  const found: { line: ArchiveLine; credits: Credits }[] = []
  for (const line of lines) {
    const credits = readCredits(line.text, publication)
    if (credits === undefined) break
    found.push({ line, credits })
  }
  return {
    authors: found.flatMap(({ credits }) => credits.authors),
    dates: found.flatMap(({ line, credits }) => credits.dates.map((text) => ({ ...line, text }))),
    rest: lines.slice(found.length),
  }
}
