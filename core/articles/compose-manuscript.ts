import type { Root } from 'hast'
import type { Problem } from '../problem.ts'
import type { Publication } from '../publication.ts'
import type { Author, Image, Manuscript, Topic } from './article.ts'
import { cleanLine } from './clean-text.ts'
import { authorOf, topicOf } from './identify.ts'
import { chooseDirection, chooseLanguage } from './language.ts'
import { elementsOf, textOf } from './map-tree.ts'
import type { Reading } from './reading.ts'
import { error, warning } from './report-problem.ts'
import { firstParagraph, longestSummary, toSummary } from './summary.ts'
import type { UploadFormat } from './upload-key.ts'

/** Characters. A title beyond the first reads badly in feed readers and subjects; beyond the second it is no title. */
const longTitle = 120
const longestTitle = 500
/** Characters of a topic's or an author's name. */
const longestName = 100
/** Topics, and authors, of one article. */
const mostNames = 20

/** Completes what was read: names in the publication's spelling, a summary, a language. An unusable title comes out empty. */
export function composeManuscript(
  reading: Reading,
  body: Root,
  format: UploadFormat,
  publication: Publication,
): { readonly manuscript: Manuscript; readonly problems: readonly Problem[] } {
  const title = judgeTitle(reading.title ?? '', format)
  const { language, problems: languageProblems } = chooseLanguage(reading.language, publication.language)
  const topics = chooseNames('topic', reading.topics, (name) => topicOf(name, publication))
  const authors = chooseNames('author', reading.authors.map(withoutAddress), authorOf)
  const image = judgeImage(reading.image)
  const manuscript: Manuscript = {
    title: title.value,
    summary: reading.summary ? toSummary(reading.summary) : firstParagraph(body),
    authors: authors.value,
    topics: topics.value,
    language,
    direction: chooseDirection(reading.direction, language),
    date: reading.date,
    updated: reading.updated,
    draft: reading.draft ?? false,
    slug: reading.slug === undefined ? undefined : cleanLine(reading.slug.slice(0, 300)) || undefined,
    image: image.value,
  }
  const found = [title, topics, authors, image].flatMap(({ problems }) => problems)
  return { manuscript, problems: [...found, ...languageProblems, ...lintText(reading, body, format)] }
}

type Judged<T> = { readonly value: T; readonly problems: readonly Problem[] }

const titleFixes: Readonly<Record<UploadFormat, string>> = {
  txt: 'Put the title into a line of its own above the text, with an empty line below it.',
  md: 'Write title: "A title" into the front matter, or begin the text with a line "# A title".',
  html: 'Put the title into <title> or a first <h1>.',
}

function judgeTitle(raw: string, format: UploadFormat): Judged<string> {
  const title = cleanLine(raw.slice(0, 4 * longestTitle))
  if (title === '')
    return { value: '', problems: [error('missing-title', 'The article has no title.', { fix: titleFixes[format] })] }
  if (title.length > longestTitle) {
    const message = `The title has more than ${longestTitle} characters, as if it were a paragraph.`
    return { value: '', problems: [error('title-too-long', message, { fix: titleFixes[format] })] }
  }
  if (title.length <= longTitle) return { value: title, problems: [] }
  const message = `The title has ${title.length} characters; many readers and mail programs cut it off.`
  return { value: title, problems: [warning('long-title', message, { fix: `Keep it below ${longTitle}.` })] }
}

function chooseNames<T extends Topic | Author>(
  kind: 'topic' | 'author',
  raw: readonly string[],
  compose: (name: string) => T,
): Judged<readonly T[]> {
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
function withoutAddress(author: string): string {
  return author.replace(/\s*[<(][^<>()]*@[^<>()]*[>)]/g, '')
}

function judgeImage(image: Image | undefined): Judged<Image | undefined> {
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

/** Archive pages have no place for a summary, so theirs is not missed. */
function lintText(reading: Reading, body: Root, format: UploadFormat): readonly Problem[] {
  const problems: Problem[] = []
  const hasMedia = [...elementsOf(body)].some(({ tagName }) => ['img', 'video', 'audio', 'a'].includes(tagName))
  if (!hasMedia && textOf(body).trim() === '') {
    problems.push(
      warning('empty-body', 'There is no text below the title.', { fix: 'Check that the whole article was saved.' }),
    )
  }
  if (format !== 'txt' && !reading.summary?.trim()) {
    const fix = format === 'md' ? 'Add summary: "…" to the front matter.' : 'Add <meta name="description" content="…">.'
    problems.push(warning('missing-summary', 'There is no summary; the first paragraph stands in for it.', { fix }))
  }
  if (reading.summary !== undefined && cleanLine(reading.summary).length > longestSummary) {
    const message = `The summary was cut after ${longestSummary} characters.`
    problems.push(warning('long-summary', message, { fix: 'Shorten it to a sentence or two.' }))
  }
  if (format !== 'txt' && reading.date === undefined) {
    const message = 'No date was given; the article is dated by its upload.'
    problems.push(warning('missing-date', message, { fix: 'Add the date, such as 2026-03-31.' }))
  }
  return problems
}
