import type { SearchEntry, SearchMonths } from '../../core/pages/search-month.ts'
import { type ArticleIndex, createIndex } from './article-index.ts'

/** Months that are fetched at once. */
const atOnce = 6

/** Reads the archive's months from the newest back, as far as somebody searches. Nothing is read before that. */
export function readArchive(language: string) {
  const index: ArticleIndex = createIndex(language)
  let months: SearchMonths | undefined
  let read = 0

  return {
    index,
    /** Reads some more months. */
    async readOn(): Promise<void> {
      months ??= await fetchJson<SearchMonths>('/search/months.json')
      const next = months.slice(read, read + atOnce)
      const entries = await Promise.all(next.map(({ href }) => fetchMonth(href)))
      for (const ofMonth of entries) index.add(ofMonth)
      read += next.length
    },
    hasMore: () => months === undefined || read < months.length,
    /** The name of the oldest month that was read; undefined: there are none. */
    backTo: () => months?.[read - 1]?.name,
  }
}

/** A month whose last article was just withdrawn is gone. */
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
  return (await response.json()) as Value // the site's own file, as core/pages writes it
}
