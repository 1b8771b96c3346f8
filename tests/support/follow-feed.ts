import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'

/** Titles of all that a reader finds who follows a feed to its oldest document, per format. */
export type FollowedFeed = {
  readonly rss: readonly string[]
  readonly atom: readonly string[]
  readonly json: readonly string[]
  /** Of each format. */
  readonly documents: number
}

type Entry = { readonly id: string; readonly title: string }
type Page = { readonly entries: readonly Entry[]; readonly previous: string | undefined }

/** Reconstructs the whole feed as RFC 5005 §4.3 says: of an entry in several documents the newest one holds. */
export function followFeed(files: Readonly<Record<string, string>>, siteUrl: string, folder = ''): FollowedFeed {
  const follow = (file: string, read: (text: string) => Page) => {
    const found = new Map<string, string>()
    let documents = 0
    for (let next: string | undefined = `${folder}${file}`; next !== undefined; documents += 1) {
      const text: string | undefined = files[next]
      if (text === undefined) throw new Error(`A document leads to ${next}, which is not there`)
      const { entries, previous } = read(text)
      for (const { id, title } of entries) if (!found.has(id)) found.set(id, title)
      next = previous?.replace(`${siteUrl}/`, '')
    }
    return { titles: [...found.values()], documents }
  }
  const rss = follow('feed.xml', readRss)
  const atom = follow('atom.xml', readAtom)
  const json = follow('feed.json', readJson)
  if (new Set([rss.documents, atom.documents, json.documents]).size > 1) throw new Error('Formats differ in documents')
  return { rss: rss.titles, atom: atom.titles, json: json.titles, documents: rss.documents }
}

function readRss(text: string): Page {
  const { items = [], atom } = parseRssFeed(text)
  return {
    entries: items.map(({ guid, title }) => ({ id: guid?.value ?? '', title: title ?? '' })),
    previous: atom?.links?.find(({ rel }) => rel === 'prev-archive')?.href,
  }
}

function readAtom(text: string): Page {
  const { entries = [], links } = parseAtomFeed(text)
  return {
    entries: entries.map(({ id, title }) => ({ id: id ?? '', title: title?.value ?? '' })),
    previous: links?.find(({ rel }) => rel === 'prev-archive')?.href,
  }
}

function readJson(text: string): Page {
  const { items = [], next_url: previous } = parseJsonFeed(text)
  return { entries: items.map(({ id, title }) => ({ id: id ?? '', title: title ?? '' })), previous }
}
