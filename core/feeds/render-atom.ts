import { adaptFeed, disguiseText, plainTitles, restoreText } from './adapt-feed.ts'
import type { Feed } from './feed.ts'

/** Atom 1.0 (RFC 4287) with full content. */
export function renderAtom(feed: Feed): string {
  const languages = feed.entries.map(({ article }) => disguiseText(article.language)).values()
  const atom = adaptFeed(feed)
    .atom1()
    .replace('<feed ', `<feed xml:lang="${feed.language}" `)
    .replaceAll('<entry>', () => `<entry xml:lang="${languages.next().value}">`)
  return restoreText(plainTitles(atom))
}
