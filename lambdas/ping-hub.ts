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
  readonly patience: number
}

// Runs once per cold start.
function services(settings: SettingsOf<'ping-hub'>): Services {
  return { hub: pingedHub(siteOf(settings)), patience: 10_000 }
}

// Runs once per changed feed. Safe to repeat: a hub that is told again fetches the feed again. A hub that does not answer
// is told later, and nobody waits for it meanwhile.
export async function pingHub(body: string, { hub, patience }: Services): Promise<void> {
  if (hub === undefined) return // it was, when the message was written
  const { feedUrl } = JSON.parse(body) as PingMessage // our own message
  const answer = await fetch(hub, {
    method: 'POST',
    body: composePing(feedUrl),
    headers: { 'user-agent': 'Postrider' },
    redirect: 'manual', // to follow one would turn the request into a GET
    signal: AbortSignal.timeout(patience),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`The hub answered ${answer.status} when told of ${feedUrl}`)
}
