import type { Publication } from '../publication.ts'
import { type ArchiveLine, continues, endsSentence, isProse, joinLines, splitBlocks } from './archive-line.ts'

type Lines = readonly ArchiveLine[]

/** Characters of a publication's name. */
const longestMasthead = 50

/** What publications are called; only asked where no empty line sets the masthead off. */
const mastheadWords =
  /^(\S+ ){0,3}(archives?|chronicle|courier|daily|dispatch|gazette|herald|journal|magazine|monthly|news|observer|press|review|standard|times|tribune|weekly)$/i

/** The lines above the credits without the masthead; none are left where the title stands below the credits. */
export function titleBelowMasthead(above: Lines, below: Lines, publication: Publication): Lines {
  const [first] = above
  if (first === undefined) return []
  const rest = above.slice(1)
  if (isKnownMasthead(first.text, publication)) return rest
  const next = rest[0]
  if (next === undefined) return mastheadWords.test(first.text) && opensWithTitle(below) ? [] : above
  if (first.text.length > longestMasthead || continues(next.text)) return above
  if (next.gap > 0) return endsLikeTitle(joinLines(splitBlocks(rest)[0] ?? [])) ? rest : above
  return mastheadWords.test(first.text) ? rest : above
}

function isKnownMasthead(text: string, { masthead, title }: Publication): boolean {
  return [masthead, title].some((name) => name?.toLowerCase() === text.toLowerCase())
}

function endsLikeTitle(text: string): boolean {
  return !isProse(text) && (!endsSentence(text) || /[?!…][”’"']*$/.test(text))
}

function opensWithTitle(lines: Lines): boolean {
  const [title, paragraph] = splitBlocks(lines)
  return (
    title?.length === 1 && paragraph !== undefined && endsLikeTitle(joinLines(title)) && isProse(joinLines(paragraph))
  )
}
