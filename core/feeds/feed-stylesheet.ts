import { createHash } from 'node:crypto'
import { styleCss } from '#templates/feeds'
import type { Publication } from '../publication.ts'
import { wordsFor } from '../words.ts'

/** Returns the style sheet that makes a feed readable in a browser. Its name changes with its content. */
export function feedStylesheet({ language }: Publication) {
  const body = styleCss.replace('"FEED_NOTE"', () => JSON.stringify(wordsFor(language).site.feedNote))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `feed.${hash}.css`, body }
}
