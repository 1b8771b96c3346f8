import type { SettingsOf } from '../core/environment.ts'
import { composePing, pingedHub } from '../core/feeds/ping.ts'
import type { PingMessage } from '../core/messages.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('ping-hub', services, pingHub)

type Services = {
  readonly hub: string | undefined
  /** Milliseconds. */
  readonly timeout: number
}

// Runs once per cold start.
function services(settings: SettingsOf<'ping-hub'>): Services {
  return { hub: pingedHub(siteOf(settings)), timeout: 10_000 }
}

// Runs once per changed feed. Safe to repeat: the hub fetches the feed again. If the hub does not answer, the message
// is retried later, and nothing else waits for it.
export async function pingHub(body: string, { hub, timeout }: Services): Promise<void> {
  if (hub === undefined) return // publication.json had one when the message was written
  const { feedUrl } = JSON.parse(body) as PingMessage // our own message
  const response = await fetch(hub, {
    method: 'POST',
    body: composePing(feedUrl),
    headers: { 'user-agent': 'Postrider' },
    redirect: 'manual', // following a redirect could turn the request into a GET
    signal: AbortSignal.timeout(timeout),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`The hub answered ${response.status} to the ping for ${feedUrl}`)
}
