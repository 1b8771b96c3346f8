import type { SearchEntry, SearchMonths } from '../../core/pages/search-month.ts'
import { type ArticleIndex, createIndex } from './article-index.ts'

/** Months that are fetched concurrently. */
const atOnce = 6

/** Reads the search entries of all articles, from the newest month backwards, and only when a reader searches. */
export function createMonthReader(language: string) {
  const index: ArticleIndex = createIndex(language)
  let months: SearchMonths | undefined
  let readCount = 0

  return {
    index,
    /** Reads the next older months. */
    async readMore(): Promise<void> {
      months ??= await fetchJson<SearchMonths>('/search/months.json')
      const next = months.slice(readCount, readCount + atOnce)
      const entries = await Promise.all(next.map(({ href }) => fetchMonth(href)))
      for (const ofMonth of entries) index.add(ofMonth)
      readCount += next.length
    },
    hasMore: () => months === undefined || readCount < months.length,
    /** Returns the name of the oldest month that was read; undefined if none was. */
    oldestMonth: () => months?.[readCount - 1]?.name,
  }
}

/** A month is missing if its last article was withdrawn after the list of months was fetched. */
async function fetchMonth(href: string): Promise<readonly SearchEntry[]> {
  const response = await fetch(href)
  if (response.status === 404) return []
  return parse(response)
}

async function fetchJson<Value>(href: string): Promise<Value> {
  return parse(await fetch(href))
}

async function parse<Value>(response: Response): Promise<Value> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
  return (await response.json()) as Value // a file of this site, rendered by core/pages
}
