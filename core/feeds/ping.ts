import type { Site } from '../site.ts'

/** Returns the hub to ping. A local site never pings a hub on the internet, because that hub could not fetch its feeds. */
export function pingedHub({ url, publication: { hub } }: Site): string | undefined {
  return hub !== undefined && (isLocal(hub) || !isLocal(url)) ? hub : undefined
}

/**
 * Composes the form that is sent to a hub. WebSub (§7) does not define one, so `hub.mode` and `hub.url` are those of
 * PubSubHubbub 0.4, and `hub.topic` is WebSub's name for the URL.
 */
export function composePing(feedUrl: string): URLSearchParams {
  return new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feedUrl, 'hub.topic': feedUrl })
}

function isLocal(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
