import { randomUUID } from 'node:crypto'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { normalizeAddress } from '../../core/subscribers/normalize-address.ts'
import { addressRateLimit, requestRateLimits, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import { isRefused } from '../../core/subscribers/refused-address.ts'
import type { OpenedLink } from '../../core/subscribers/requests/link-actions.ts'
import * as responses from '../../core/subscribers/requests/link-responses.ts'
import { invalidAddress, refusedAddress, tooMany } from '../../core/subscribers/requests/sign-up-responses.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { isBarred } from '../../core/subscribers/suppression.ts'
import { boundTo } from '../../core/subscribers/token.ts'
import type { LinkHandler } from './open-link.ts'
import { findExceededLimit } from './rate-limit.ts'
import type { Services } from './services.ts'

/**
 * Step 1. Anyone with a forwarded mail can request this, so the link to enter a new address is mailed to the present
 * one.
 */
export const requestMove: LinkHandler = async (subscriber, { messages, secrets, now }, services) => {
  if (subscriber.state !== 'confirmed') return responses.spentLink(messages)
  const limit = addressRateLimit(subscriber.address, secrets.addressPepper)
  if (await findExceededLimit([limit], services, now)) return tooMany(messages, secondsLeft(limit, now))
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID(), notice: 'approveMove' })
  return responses.checkOldInbox(messages)
}

export const showEntry: LinkHandler = async (subscriber, { messages, bound, secrets, token }) =>
  isAt(subscriber, bound, secrets) ? responses.enterAddress(messages, token) : responses.spentLink(messages)

/** Step 2. The response does not reveal whether the new address is subscribed. */
export const enterAddress: LinkHandler = async (subscriber, link, services, { ip }) => {
  const { messages, bound, secrets, fields, publication, now } = link
  if (!isAt(subscriber, bound, secrets)) return responses.spentLink(messages)
  if (await isBarredNow(subscriber.address, link, services)) return responses.spentLink(messages)
  const typed = typeof fields.email === 'string' ? fields.email : ''
  const address = normalizeAddress(typed)
  if (!address) return invalidAddress(messages, typed)
  if (isRefused(address, publication)) return refusedAddress(messages)
  const exceeded = await findExceededLimit(requestRateLimits(ip, address, secrets.addressPepper), services, now)
  if (exceeded) return tooMany(messages, secondsLeft(exceeded, now))
  await services.moves.put(subscriber.id, address, now)
  const message = { subscriberId: subscriber.id, requestId: randomUUID(), notice: 'confirmMove', to: address } as const
  await services.confirmation.add(message)
  return responses.checkNewInbox(messages)
}

export const showMove: LinkHandler = async (subscriber, { messages, bound, secrets, token }) =>
  boundTo(subscriber.address, secrets) === bound ? responses.moved(messages) : responses.askToMove(messages, token)

/** Step 3. */
export const makeMove: LinkHandler = async (subscriber, link, services) => {
  const { messages, bound, secrets } = link
  const move = await saveWithRetry(() => tryMove(subscriber.id, link, services))
  if (move === 'refused') {
    const current = await services.subscribers.get(subscriber.id)
    const isMoved = current && boundTo(current.address, secrets) === bound
    return isMoved ? responses.moved(messages) : responses.spentLink(messages)
  }
  const message = { subscriberId: subscriber.id, requestId: randomUUID() }
  await services.confirmation.add({ ...message, notice: 'moved' })
  await services.confirmation.add({ ...message, requestId: randomUUID(), notice: 'movedAway', to: move.from })
  return responses.moved(messages)
}

/**
 * `refused`: they have moved already, have entered another new address, or are no longer subscribed. Nobody escapes from a
 * block by moving.
 */
async function tryMove(
  id: string,
  link: OpenedLink,
  services: Services,
): Promise<'superseded' | 'refused' | { readonly from: string }> {
  const { bound, secrets, now } = link
  const [before, address] = await Promise.all([services.subscribers.get(id), services.moves.get(id)])
  if (!before || address === undefined || boundTo(address, secrets) !== bound) return 'refused'
  const hashes = {
    before: hashAddress(before.address, secrets.addressPepper),
    after: hashAddress(address, secrets.addressPepper),
  }
  const occupant = hashes.before === hashes.after ? undefined : await services.subscribers.find(hashes.after)
  const after = applySubscriber(before, { kind: 'moved', address, occupant, at: now.toISOString() })
  if (after === before || (await isBarredNow(before.address, link, services))) return 'refused'
  const result =
    hashes.before === hashes.after
      ? await services.subscribers.save(before, after, hashes.after)
      : await services.subscribers.move(before, after, hashes, occupant, now.toISOString())
  return result === 'saved' ? { from: before.address } : 'superseded'
}

/** True if a confirmed subscriber still has the address that the link is bound to. */
function isAt(subscriber: Subscriber, bound: string | undefined, secrets: OpenedLink['secrets']): boolean {
  return subscriber.state === 'confirmed' && boundTo(subscriber.address, secrets) === bound
}

async function isBarredNow(address: string, { secrets }: OpenedLink, { suppressions }: Services): Promise<boolean> {
  return isBarred(await suppressions.get(hashAddress(address, secrets.addressPepper)))
}
