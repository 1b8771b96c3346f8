import { error, type Problem, warning } from '../problem.ts'
import { cleanLine } from '../text/clean-text.ts'
import type { Author, Image, Topic } from './manuscript.ts'
import type { UploadFormat } from './upload-key.ts'

/** Characters. A title beyond the first reads badly in feed readers and subjects; beyond the second it is no title. */
const longTitle = 120
const longestTitle = 500
/** Characters of a topic's or an author's name. */
const longestName = 100
/** Topics, and authors, of one article. */
const mostNames = 20

/** A field as it will stand, and what is to say of it. */
export type Checked<T> = { readonly value: T; readonly problems: readonly Problem[] }

/** Something that is neither space nor a mark nor a control. */
const visible = /[^\p{Z}\p{C}\p{M}]/u

const titleFixes: Readonly<Record<UploadFormat, string>> = {
  txt: 'Put the title into a line of its own above the text, with an empty line below it.',
  md: 'Write title: "A title" into the front matter, or begin the text with a line "# A title".',
  html: 'Put the title into <title> or a first <h1>.',
}

export function checkTitle(raw: string, format: UploadFormat): Checked<string> {
  const title = cleanLine(raw.slice(0, 4 * longestTitle))
  if (!visible.test(title))
    return { value: '', problems: [error('missing-title', 'The article has no title.', { fix: titleFixes[format] })] }
  if (title.length > longestTitle) {
    const message = `The title has more than ${longestTitle} characters, as if it were a paragraph.`
    return { value: '', problems: [error('title-too-long', message, { fix: titleFixes[format] })] }
  }
  if (title.length <= longTitle) return { value: title, problems: [] }
  const message = `The title has ${title.length} characters; many readers and mail programs cut it off.`
  return { value: title, problems: [warning('long-title', message, { fix: `Keep it below ${longTitle}.` })] }
}

export function chooseNames<T extends Topic | Author>(
  kind: 'topic' | 'author',
  raw: readonly string[],
  compose: (name: string) => T,
): Checked<readonly T[]> {
  const names = raw.slice(0, 10 * mostNames).map((name) => cleanLine(name.slice(0, 4 * longestName)))
  const usable = names.filter((name) => name !== '' && name.length <= longestName)
  const bySlug = new Map<string, T>()
  for (const named of usable.map(compose)) if (!bySlug.has(named.slug)) bySlug.set(named.slug, named)
  const value = [...bySlug.values()].slice(0, mostNames)
  const lost = names.some((name) => name.length > longestName) || bySlug.size > mostNames
  if (!lost) return { value, problems: [] }
  const message = `Some ${kind}s were left out: at most ${mostNames} of up to ${longestName} characters are kept.`
  return { value, problems: [warning(`too-many-${kind}s`, message, { fix: `List fewer or shorter ${kind}s.` })] }
}

/** Addresses of people are not for the public: "Ada Byron <ada@example.org>" is Ada Byron. */
export function withoutAddress(author: string): string {
  return author.replace(/\s*[<(][^<>()]*@[^<>()]*[>)]/g, '')
}

export function checkImage(image: Image | undefined): Checked<Image | undefined> {
  if (image === undefined) return { value: undefined, problems: [] }
  const url = cleanLine(image.url.slice(0, 2000))
  const alt = cleanLine(image.alt.slice(0, 1000))
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url)) {
    const message = `The image ${url.slice(0, 80)} was left out: it is no web address.`
    return {
      value: undefined,
      problems: [warning('unsafe-image', message, { fix: 'Give an address that begins with https://.' })],
    }
  }
  if (alt !== '') return { value: { ...image, url, alt }, problems: [] }
  const message = 'The image of the article has no text for those who cannot see it.'
  return {
    value: { ...image, url, alt },
    problems: [warning('missing-alt', message, { fix: 'Describe it in a few words: alt.' })],
  }
}

export function checkCanonical(address: string | undefined): Checked<string | undefined> {
  if (address === undefined) return { value: undefined, problems: [] }
  const url = URL.parse(cleanLine(address.slice(0, 2000)))
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return { value: url.href, problems: [] }
  const message = `The canonical address "${address.slice(0, 80)}" was left out: it is no web address.`
  const fix = 'Give the full address, beginning with https://.'
  return { value: undefined, problems: [warning('invalid-canonical', message, { fix })] }
}
