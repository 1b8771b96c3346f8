import slugify from '@sindresorhus/slugify'
import { fingerprint } from './fingerprint.ts'

/** Bytes of UTF-8. Percent-encoded, a slug in another script has three times as many characters. */
const longestSlug = 80
/** Stands for a word that keeps its script. It is for private use, so no script has it as a letter. */
const mark = '\uE000'
/** A word, with the invisible characters in it. */
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*/gu
const foreignLetter = /[\p{L}--\p{scx=Latin}]/v
/** Signs that distinguish names, as in C++, C# and .NET, by the words that replace them. */
const spelledSigns: readonly (readonly [RegExp, string])[] = [
  [/\+/g, ' plus '],
  [/%/g, ' percent '],
  [/(?<=\p{L})#(?![\p{L}\p{N}])/gu, ' sharp '],
  [/(?<![^\s(])\.(?=\p{L})/gu, ' dot '],
]
/** ASCII signs that no slug shows. Punctuation between words is not among them. */
const unspelledSigns = /[$*<=>@\\|~]|#(?![\p{L}\p{N}])|^\p{L}{1,2}-+$/u
/** Letters, digits and symbols that have not become ASCII. Apostrophes, accents and trademarks do not count. */
const unspelledCharacters = /[[\p{L}\p{N}\p{S}]--[\p{ASCII}\p{Sk}\u02B9-\u02BF©®™℠]]/v

/**
 * Turns a text into part of an address, in ASCII as far as slugify transliterates it. Words in other scripts, such as
 * Chinese, stay as they are. Returns '' if there are neither letters nor digits.
 */
export function toSlug(text: string): string {
  // NFKC writes out trademarks, and takes some letters apart into a letter and an apostrophe.
  const normal = text.slice(0, 300).replace(/[™℠]/g, '’').normalize('NFKC')
  const plain = spellSigns(normal.replace(/[\u02B9-\u02BF\uE000]/g, '’'))
  const kept = keptWords(plain)
  const words = (plain.match(word) ?? []).filter((each) => kept.has(each)).map(withoutInvisible)
  const marked = plain.replace(word, (each) => (kept.has(each) ? mark : each))
  const slug = slugify(marked, slugOptions(mark)).replaceAll(mark, () => words.shift() ?? '')
  return shorten(slug, longestSlug)
}

/** Returns the words with letters that slugify omits and, if there is one in another script, all words in other scripts. */
function keptWords(text: string): ReadonlySet<string> {
  const words = [...new Set(text.match(word))].filter((each) => /\P{ASCII}/u.test(each))
  const lossy = words.filter((each) => unspelledCharacters.test(transliterate(each)))
  const isForeign = (each: string) => foreignLetter.test(each)
  return new Set(lossy.some(isForeign) ? [...lossy, ...words.filter(isForeign)] : lossy)
}

function withoutInvisible(text: string): string {
  return text.replace(/[\p{Cf}\p{Variation_Selector}]/gu, '').toLowerCase()
}

/**
 * Returns the slug of a topic or an author, in ASCII. It is never empty. Names that differ only in case, accents, spaces or
 * punctuation have the same slug. If a name loses anything else, its slug ends with a hash of it.
 */
export function nameSlug(name: string): string {
  const plain = plainSlug(name)
  if (plain !== undefined && plain.length <= longestSlug) return plain
  const spelled = spellSigns(name)
  const slug = slugify(spelled, slugOptions())
  if (slug === '') return `n-${fingerprint(name, 8)}`
  const isLossy = unspelledSigns.test(spelled) || unspelledCharacters.test(transliterate(spelled))
  return isLossy || slug.length > longestSlug ? withSuffix(slug, fingerprint(name.toLowerCase(), 8)) : slug
}

/** Returns the slug of words of ASCII letters and digits, for which slugify does nothing else but takes a long time. */
export function plainSlug(text: string): string | undefined {
  return /^[A-Za-z\d]+(?: [A-Za-z\d]+)*$/.test(text) ? text.toLowerCase().replaceAll(' ', '-') : undefined
}

/** Returns another slug for an article whose slug is taken: always the same one for the same arguments. */
export function alternativeSlug(slug: string, id: string): string {
  return withSuffix(slug, id.slice(0, 8))
}

function withSuffix(slug: string, suffix: string): string {
  return `${shorten(slug, longestSlug - suffix.length - 1)}-${suffix}`
}

function spellSigns(text: string): string {
  return spelledSigns.reduce((spelled, [sign, words]) => spelled.replace(sign, words), text)
}

/** Transliterates what slugify can, and keeps the other characters. */
function transliterate(text: string): string {
  return slugify(text, slugOptions(...(text.normalize('NFD').match(/\P{ASCII}/gu) ?? []), ...text))
}

function slugOptions(...preserved: readonly string[]) {
  const preserveCharacters = [...new Set(preserved)].filter((character) => /\P{ASCII}/u.test(character))
  return { decamelize: false, preserveCharacters }
}

/** Cuts a slug at a hyphen. Without one in its second half, a slug in ASCII is cut to 40, any other between two letters. */
function shorten(slug: string, limit: number): string {
  const bytes = Buffer.from(slug)
  if (bytes.length <= limit) return slug
  const start = new TextDecoder().decode(bytes.subarray(0, limit)).replace(/\uFFFD$/, '')
  const hyphen = slug.lastIndexOf('-', start.length)
  if (hyphen >= start.length / 2) return slug.slice(0, hyphen)
  if (/^[\w-]*$/.test(start)) return start.slice(0, longestSlug / 2).replace(/-$/, '')
  // A letter keeps the vowel signs and accents after it.
  return /^\p{M}/u.test(slug.slice(start.length)) ? start.replace(/\P{M}\p{M}*$/u, '') : start
}
