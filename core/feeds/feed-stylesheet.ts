import { styleCss } from '#templates/feeds'
import type { Publication } from '../publication.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { messagesFor } from '../text/locales.ts'

/** Returns the style sheet that makes a feed readable in a browser. Its name changes with its content. */
export function feedStylesheet({ language }: Publication) {
  const body = styleCss.replace('"FEED_NOTE"', () => JSON.stringify(messagesFor(language).site.feedNote))
  const hash = fingerprint(body, 12)
  return { path: `feed.${hash}.css`, body }
}
