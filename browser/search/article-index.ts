import MiniSearch from 'minisearch'
import type { SearchEntry } from '../../core/pages/search-month.ts'

/** An index of articles by the words in their titles, summaries, topics and authors. */
export type ArticleIndex = {
  add(entries: readonly SearchEntry[]): void
  /** Best first. */
  find(query: string): readonly SearchEntry[]
}

export function createIndex(language: string): ArticleIndex {
  const entries = new Map<string, SearchEntry>()
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  const index = new MiniSearch<SearchEntry>({
    idField: 'href',
    fields: ['title', 'names', 'summary'],
    extractField: (entry, field) => (field === 'names' ? entry.names.join('\n') : String(entry[field as Field])), // MiniSearch only asks for the fields above
    tokenize: (text) => splitWords(text, segmenter),
    processTerm: foldTerm,
    searchOptions: {
      boost: { title: 3, names: 2 },
      combineWith: 'AND',
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    },
  })
  return {
    add(added) {
      const fresh = added.filter(({ href }) => !entries.has(href))
      for (const entry of fresh) entries.set(entry.href, entry)
      index.addAll(fresh)
    },
    find: (query) => index.search(query).flatMap(({ id }) => entries.get(id) ?? []),
  }
}

type Field = 'href' | 'title' | 'summary'

/** Splits a text into words. Some scripts have no spaces between words; the segmenter finds these. */
function splitWords(text: string, segmenter: Intl.Segmenter): string[] {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).flatMap((run) => {
    if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]/u.test(run))
      return [run]
    return [...segmenter.segment(run)].map(({ segment }) => segment)
  })
}

/** Removes case, accents, and the vowel signs of Arabic and Hebrew. */
function foldTerm(term: string): string | null {
  const folded = term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
  return folded === '' ? null : folded
}
