import type { Mail } from '../mail.ts'
import type { Site } from '../site.ts'
import { renderConfirmation } from './render-confirmation.ts'
import type { Secrets } from './secrets.ts'
import type { Subscriber } from './subscriber.ts'
import { signToken } from './token.ts'

/** Days that a link to confirm works. */
const confirmationDays = 7

/** Asks a pending subscriber to confirm; tells a confirmed one that there is nothing to do. */
export function writeConfirmation(
  site: Site,
  subscriber: Subscriber,
  secrets: Secrets,
  requestId: string,
  now: Date,
): Mail {
  const expiry = new Date(now.getTime() + confirmationDays * 24 * 60 * 60 * 1000)
  const isPending = subscriber.state === 'pending'
  const token = isPending
    ? signToken(secrets, 'confirm', subscriber.id, expiry)
    : signToken(secrets, 'preferences', subscriber.id, undefined)
  const kind = isPending ? 'confirm' : 'alreadySubscribed'
  return {
    source: site.publication.sender.address,
    destination: subscriber.address,
    raw: renderConfirmation(site, kind, subscriber, token, { id: requestId, at: now.toISOString() }),
    tags: { notice: 'confirmation' },
  }
}
