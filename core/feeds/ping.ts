import type { Site } from '../site.ts'

/** The hub to tell of changes. A site on this machine has none out there: nobody could fetch its feeds. */
export function pingedHub({ url, publication: { hub } }: Site): string | undefined {
  return hub !== undefined && (isHere(hub) || !isHere(url)) ? hub : undefined
}

/**
 * What a hub is sent. WebSub leaves it to them (§7); these words are those of PubSubHubbub 0.4, with the topic in those
 * of WebSub besides.
 */
export function composePing(feedUrl: string): URLSearchParams {
  return new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feedUrl, 'hub.topic': feedUrl })
}

function isHere(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
