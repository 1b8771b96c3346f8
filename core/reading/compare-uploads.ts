import { textOf } from '../html/tree.ts'
import type { Publication } from '../publication.ts'
import type { Upload } from './decode-upload.ts'
import { parseUpload } from './parse-upload.ts'

export type Comparison = {
  /** True if the second upload is another version of the first, and not a different article. */
  readonly isSameArticle: boolean
  /** Titles, if there are any. */
  readonly titles: readonly [string | undefined, string | undefined]
}

/** Characters. Longer texts are compared by their beginnings. */
const longestComparison = 60_000
/** Characters of the pieces that two texts may have in common. Texts about different things share few of this length. */
const pieceLength = 8
/** Letters. A shorter text says too little by itself, so the title decides. */
const shortText = 200
/** The share of the shorter text's pieces that another version must have, by its title and length. */
const enough = { sameTitle: { short: 0, long: 0.1 }, otherTitle: { short: 0.9, long: 0.5 } }

/** Compares two uploads under one key: a corrected article has much of its text, or its title and some of its text. */
export function compareUploads(previous: Upload, next: Upload, publication: Publication): Comparison {
  const [before, after] = [read(previous, publication), read(next, publication)]
  const titles = [before.title, after.title] as const
  const isSameTitle = before.title !== undefined && lettersOf(before.title) === lettersOf(after.title ?? '')
  const length = Math.min(before.text.length, after.text.length) < shortText ? 'short' : 'long'
  const least = enough[isSameTitle ? 'sameTitle' : 'otherTitle'][length]
  return { isSameArticle: commonShare(before.text, after.text) >= least, titles }
}

function read(upload: Upload, publication: Publication) {
  const parsed = parseUpload(upload, publication)
  if (parsed.accepted) return { title: parsed.manuscript.title, text: lettersOf(textOf(parsed.body)) }
  return { title: parsed.title, text: lettersOf(new TextDecoder().decode(upload.bytes.subarray(0, longestComparison))) }
}

function lettersOf(text: string): string {
  const letters = text
    .slice(0, 2 * longestComparison)
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return letters.toLowerCase().slice(0, longestComparison)
}

/** Returns the share of the shorter text's pieces that the longer one contains. */
function commonShare(one: string, other: string): number {
  const [few = new Set(), many = new Set()] = [piecesOf(one), piecesOf(other)].sort((a, b) => a.size - b.size)
  return few.size === 0 ? 0 : few.intersection(many).size / few.size
}

function piecesOf(text: string): ReadonlySet<string> {
  if (text.length <= pieceLength) return new Set(text === '' ? [] : [text])
  return new Set(Array.from({ length: text.length - pieceLength + 1 }, (_, at) => text.slice(at, at + pieceLength)))
}
