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
  return { value: title, problems: [warning('long-title', message, { fix: `Keep it below ${longTitle}.` })] }
}

/** Cleans names. Drops those that are too long, duplicates, and those beyond the maximum. */
export function chooseNames<T extends Topic | Author>(
  kind: 'topic' | 'author',
  raw: readonly string[],
  compose: (name: string) => T,
): Checked<readonly T[]> {
  const names = raw.slice(0, 10 * mostNames).map((name) => cleanLine(name.slice(0, 4 * longestName)))
  const usable = names.filter((name) => name !== '' && name.length <= longestName)
  const bySlug = new Map<string, T>()
  for (const entry of usable.map(compose)) if (!bySlug.has(entry.slug)) bySlug.set(entry.slug, entry)
  const value = [...bySlug.values()].slice(0, mostNames)
  const isLossy = names.some((name) => name.length > longestName) || bySlug.size > mostNames
  if (!isLossy) return { value, problems: [] }
  const message = `Some ${kind}s were removed: at most ${mostNames}, of up to ${longestName} characters each, are kept.`
  return { value, problems: [warning(`too-many-${kind}s`, message, { fix: `List fewer or shorter ${kind}s.` })] }
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
  const message = 'The image of the article has no text for readers who cannot see it.'
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
