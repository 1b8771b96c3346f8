import type { Publication } from '../../publication.ts'
import { readDate } from '../../text/read-date.ts'
import { isKnownTopic } from '../vocabulary.ts'
import { isPerson, readCredits } from './credits.ts'
import { type ArchiveLine, continues, endsAbbreviated, endsSentence, isProse, joinLines, splitBlocks } from './lines.ts'

type Lines = readonly ArchiveLine[]

/** Characters of a publication's name. */
const longestMasthead = 50

/** Matches typical names of publications. */
const mastheadWords =
  /^(\S+ ){0,3}(archives?|bulletin|chronicle|courier|daily|dispatch|echo|examiner|gazette|globe|guardian|herald|independent|inquirer|journal|ledger|magazine|messenger|mirror|monthly|news|observer|post|press|record|register|reporter|review|standard|star|telegraph|times|tribune|weekly|wire)$/i

/** "News > Security" */
const breadcrumbs = /^[^.!?>»›]{1,40}(?: [>»›] [^.!?>»›]{1,40})+$/

/** Splits a newspaper's first line, "The Evening Post   Monday, 3 March 2014", into two; returns any other line unchanged. */
export function splitDatedMasthead(line: ArchiveLine, publication: Publication): Lines {
  const words = line.text.slice(0, 120).split(' ')
  for (let count = 1; count < words.length; count++) {
    const name = words
      .slice(0, count)
      .join(' ')
      .replace(/[,|·•–—-]$/, '')
      .trim()
    const date = words
      .slice(count)
      .join(' ')
      .replace(/^[|·•–—-]\s+/, '')
    if (isMasthead(name, publication) && readDate(date, publication)) {
      return [
        { ...line, text: name },
        { ...line, text: date, gap: 1 },
      ]
    }
  }
  return [line]
}

/** Removes masthead and section from the lines above the credits. Returns no lines if the title is below the credits. */
export function titleBelowMasthead(above: Lines, below: Lines, publication: Publication): Lines {
  return withoutSection(withoutMasthead(above, below, publication), publication)
}

function withoutMasthead(above: Lines, below: Lines, publication: Publication): Lines {
  const [first] = above
  if (first === undefined) return []
  const rest = above.slice(1)
  // A second line in the block of a publication's name is a motto. The title comes after it.
  const [block = [], ...others] = splitBlocks(above)
  const hasMasthead = isMasthead(first.text, publication)
  if (hasMasthead && block.length === 2 && others.length > 0 && !isProse(block[1]?.text ?? '')) return above.slice(2)
  if (isKnownMasthead(first.text, publication)) return rest
  const next = rest[0]
  if (next === undefined) return isMastheadName(first.text) && opensWithTitle(below, publication) ? [] : above
  if (first.text.length > longestMasthead || continues(next.text)) return above
  // The first line is a title, and the second its author.
  if (rest.length === 1 && !hasMasthead && isPerson(next.text) && first.text.split(' ').length >= 4) return above
  if (next.gap > 0)
    return isMastheadName(first.text) || endsLikeTitle(joinLines(splitBlocks(rest)[0] ?? [])) ? rest : above
  return isMastheadName(first.text) ? rest : above
}

function opensWithTitle(lines: Lines, publication: Publication): boolean {
  const [title, ...blocks] = splitBlocks(lines)
  const text = blocks.find((block) => !block.every((line) => readCredits(line.text, publication)))
  const paragraph = text === undefined ? '' : joinLines(text)
  return title?.length === 1 && endsLikeTitle(joinLines(title)) && (isProse(paragraph) || endsSentence(paragraph))
}

/** Returns true for the publication's masthead and for typical names of publications. */
export function isMasthead(text: string, publication: Publication): boolean {
  return isKnownMasthead(text, publication) || isMastheadName(text)
}

function isKnownMasthead(text: string, { masthead, title }: Publication): boolean {
  return [masthead, title].some((name) => name?.toLowerCase() === text.toLowerCase())
}

function isMastheadName(text: string): boolean {
  return mastheadWords.test(text) && text.split(' ').every((word) => /^(\p{Lu}|\d|of$|the$|and$)/u.test(word))
}

/** Removes a section above the title: a short block in capitals, breadcrumbs or a topic of the vocabulary. */
function withoutSection(lines: Lines, publication: Publication): Lines {
  const [first, second] = splitBlocks(lines)
  const text = first?.length === 1 ? (first[0]?.text ?? '') : ''
  if (first === undefined || second === undefined || text === '' || !endsLikeTitle(joinLines(second))) return lines
  const isSection = isCapitals(text) && text.split(' ').length <= 3 && !isCapitals(joinLines(second))
  return isSection || breadcrumbs.test(text) || isKnownTopic(text, publication) ? lines.slice(1) : lines
}

function isCapitals(text: string): boolean {
  return /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
}

function endsLikeTitle(text: string): boolean {
  return !isProse(text) && (!endsSentence(text) || /[?!…][”’"']*$/.test(text) || endsAbbreviated(text))
}
