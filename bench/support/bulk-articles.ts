/** What a burst of uploads consists of. */
export type Bulk = {
  readonly count: number
  readonly folder: 'articles' | 'backfill'
  readonly topics: number
  readonly authors: number
  readonly months: number
}

/** An upload of a burst, with what the benchmark checks of it. */
export type BulkArticle = {
  readonly key: string
  readonly text: string
  readonly title: string
  /** Slugs. */
  readonly topics: readonly string[]
}

const words =
  'The night mail left at eight, as it had always done, with three sacks and a parcel of eels for the bishop. '

/** Prime steps, so that each article has another combination of topics, author and month. */
const steps = { second: 7, author: 13, month: 17 } as const

/**
 * Returns the nth Markdown article of a burst: about 3 KB, one author, a date in one of the months, and one topic or two.
 * The same numbers always give the same article.
 */
export function bulkArticle(n: number, { folder, topics, authors, months }: Bulk): BulkArticle {
  const own = [...new Set([n % topics, ...(n % 3 === 0 ? [(n * steps.second + 1) % topics] : [])])]
  const slugs = own.map((topic) => `topic-${topic}`)
  const title = `Page ${n}`
  const month = (n * steps.month) % months
  const date = new Date(Date.UTC(2005, month, 1 + (n % 28), n % 24)).toISOString()
  const head = [`title: ${title}`, `date: ${date}`, `author: Writer ${(n * steps.author) % authors}`]
  const text = `---\n${[...head, `topics: [${slugs.join(', ')}]`].join('\n')}\n---\n\n${`${words.repeat(4)}\n\n`.repeat(6)}`
  return { key: `${folder}/${Math.floor(n / 1000)}/page-${n}.md`, text, title, topics: slugs }
}
