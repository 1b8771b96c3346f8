import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'

/** Titles of all articles that a reader finds by following a feed to its oldest document, per format. */
export type FollowedFeed = {
  readonly rss: readonly string[]
  readonly atom: readonly string[]
  readonly json: readonly string[]
  /** Number of documents, the same in each format. */
  readonly documents: number
}

type Entry = { readonly id: string; readonly title: string }
type Page = { readonly entries: readonly Entry[]; readonly previous: string | undefined }

/** Reconstructs the whole feed as in RFC 5005 §4.3. If several documents have an entry, the newest version counts. */
export function followFeed(files: Readonly<Record<string, string>>, siteUrl: string, folder = ''): FollowedFeed {
  const follow = (file: string, read: (text: string) => Page) => {
    const titles = new Map<string, string>()
    let documents = 0
    for (let next: string | undefined = `${folder}${file}`; next !== undefined; documents += 1) {
      const text: string | undefined = files[next]
      if (text === undefined) throw new Error(`A document links to ${next}, which does not exist`)
      const { entries, previous } = read(text)
      for (const { id, title } of entries) if (!titles.has(id)) titles.set(id, title)
      next = previous?.replace(`${siteUrl}/`, '')
    }
    return { titles: [...titles.values()], documents }
  }
  const rss = follow('feed.xml', readRss)
  const atom = follow('atom.xml', readAtom)
  const json = follow('feed.json', readJson)
  if (new Set([rss.documents, atom.documents, json.documents]).size > 1)
    throw new Error('The formats have different numbers of documents')
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
