import { error, type Problem, warning } from '../problem.ts'
import { cleanLine } from '../text/clean-text.ts'
import { longestName, longestTitle, longTitle, mostNames } from './limits.ts'
import type { Author, Image, Topic } from './manuscript.ts'

/** The value of a field in the article, and the problems of the original value. */
export type Checked<T> = { readonly value: T; readonly problems: readonly Problem[] }

/** A character that is neither a space nor a mark nor a control character. */
const visible = /[^\p{Z}\p{C}\p{M}]/u

export function checkTitle(raw: string, fix: string): Checked<string> {
  const title = cleanLine(raw.slice(0, 4 * longestTitle))
  if (!visible.test(title))
    return { value: '', problems: [error('missing-title', 'The article has no title.', { fix })] }
  if (title.length > longestTitle) {
    const message = `The title has more than ${longestTitle} characters; it looks like a paragraph.`
    return { value: '', problems: [error('title-too-long', message, { fix })] }
  }
  if (title.length <= longTitle) return { value: title, problems: [] }
  const message = `The title has ${title.length} characters; many readers and mail programs cut it off.`
  return { value: title, problems: [warning('long-title', message, { fix: `Shorten it to ${longTitle} characters.` })] }
}

/** Cleans names. Merges those with one address, and drops those that are too long and those beyond the maximum. */
export function chooseNames<T extends Topic | Author>(
  kind: 'topic' | 'author',
  raw: readonly string[],
  compose: (name: string) => T,
): Checked<readonly T[]> {
  const names = raw.slice(0, 10 * mostNames).map((name) => cleanName(name.slice(0, 4 * longestName)))
  const usable = new Set(names.filter((name) => !noName.test(name) && name.length <= longestName))
  const bySlug = new Map<string, T>()
  const problems: Problem[] = []
  for (const name of usable) {
    const entry = compose(name)
    const same = bySlug.get(entry.slug)
    if (same === undefined) bySlug.set(entry.slug, entry)
    else if (same.name.toLowerCase() !== entry.name.toLowerCase()) problems.push(sameAddress(kind, name, same.name))
  }
  const value = [...bySlug.values()].slice(0, mostNames)
  const isLossy = names.some((name) => name.length > longestName) || bySlug.size > mostNames
  if (!isLossy) return { value, problems }
  const message = `Some ${kind}s were removed: at most ${mostNames}, of up to ${longestName} characters each, are kept.`
  const fix = `List fewer or shorter ${kind}s.`
  return { value, problems: [...problems, warning(`too-many-${kind}s`, message, { fix })] }
}

/** What programs write where there is no name. */
const noName = /^(?:null|undefined|~)?$/i

/** Returns a name as one line, without invisible characters around it. */
function cleanName(text: string): string {
  return cleanLine(text).replace(/^[\p{Z}\p{Cf}]+|[\p{Z}\p{Cf}]+$/gu, '')
}

function sameAddress(kind: 'topic' | 'author', name: string, kept: string): Problem {
  const message = `The ${kind}s "${kept}" and "${name}" have the same address, so they count as one: "${kept}".`
  return warning('same-address', message, {
    fix: 'Use one spelling, or names that differ in more than accents and punctuation.',
  })
}

/** Removes the private email address from "Ada Byron <ada@example.org>". */
export function withoutAddress(author: string): string {
  return author.replace(/\s*[<(][^<>()]*@[^<>()]*[>)]/g, '')
}

export function checkImage(image: Image | undefined): Checked<Image | undefined> {
  if (image === undefined) return { value: undefined, problems: [] }
  const url = cleanLine(image.url.slice(0, 2000))
  const alt = cleanLine(image.alt.slice(0, 1000))
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url)) {
    const message = `The image ${url.slice(0, 80)} was removed: it is not a web address.`
    return {
      value: undefined,
      problems: [warning('unsafe-image', message, { fix: 'Give an address that begins with https://.' })],
    }
  }
  if (alt !== '') return { value: { ...image, url, alt }, problems: [] }
  const message = 'The lead image has no alternative text for readers who cannot see it.'
  return {
    value: { ...image, url, alt },
    problems: [warning('missing-alt', message, { fix: 'Describe it in a few words in the field alt.' })],
  }
}

export function checkCanonical(address: string | undefined): Checked<string | undefined> {
  if (address === undefined) return { value: undefined, problems: [] }
  const url = URL.parse(cleanLine(address.slice(0, 2000)))
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return { value: url.href, problems: [] }
  const message = `The canonical address "${address.slice(0, 80)}" was removed: it is not a web address.`
  const fix = 'Give the full address, beginning with https://.'
  return { value: undefined, problems: [warning('invalid-canonical', message, { fix })] }
}
