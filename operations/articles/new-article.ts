import { toSlug } from '../../core/text/slug.ts'

export type NewArticle = {
  readonly title: string
  readonly summary?: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  /** As its author wrote it: a day, or a day with a time. */
  readonly date: string
  readonly mail?: 'alone' | 'none' | undefined
  /** Names of the digests that it is for; empty for all of them. */
  readonly digests: readonly string[]
}

/** Writes the Markdown of a new article: a draft, until its author publishes it. */
export function writeNewArticle({ title, summary, authors, topics, date, mail, digests }: NewArticle): string {
  const [author, ...others] = authors
  const lines = [
    `title: ${quote(title)}`,
    `date: ${date}`,
    ...(author === undefined ? [] : [others.length > 0 ? `authors: ${list(authors)}` : `author: ${quote(author)}`]),
    ...(summary ? [`summary: ${quote(summary)}`] : []),
    ...(topics.length > 0 ? [`topics: ${list(topics)}`] : []),
    ...(mail ? [`mail: ${mail}`] : []),
    ...(digests.length > 0 ? [`digests: ${list(digests)}`] : []),
    'draft: true',
  ]
  return `---\n${lines.join('\n')}\n---\n\n`
}

/** A string of JSON is a quoted string of YAML. */
function quote(text: string): string {
  return JSON.stringify(text.replace(/\s+/g, ' ').trim())
}

function list(values: readonly string[]): string {
  return `[${values.map(quote).join(', ')}]`
}

/** Returns a path for a new article: the year of its date, and its title as in an address. */
export function newArticleKey(title: string, date: string): string {
  const year = /^\d{4}/.exec(date)?.[0]
  return `articles/${year === undefined ? '' : `${year}/`}${toSlug(title) || 'article'}.md`
}

/** Returns the first of `key`, `…-2`, `…-3` that is free. */
export function freeKey(key: string, isTaken: (key: string) => boolean): string {
  const dot = key.lastIndexOf('.')
  for (let number = 1; ; number++) {
    const next = number === 1 ? key : `${key.slice(0, dot)}-${number}${key.slice(dot)}`
    if (!isTaken(next)) return next
  }
}
