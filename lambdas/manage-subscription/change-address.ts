import { randomUUID } from 'node:crypto'
import { untilSaved } from '../../aws/until-saved.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { normalizeAddress } from '../../core/subscribers/normalize-address.ts'
import { addressRateLimit, requestRateLimits, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import { isRefused } from '../../core/subscribers/refused-address.ts'
import type { OpenedLink } from '../../core/subscribers/requests/link-actions.ts'
import * as answers from '../../core/subscribers/requests/link-responses.ts'
import { invalidAddress, refusedAddress, tooMany } from '../../core/subscribers/requests/sign-up-responses.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { boundTo } from '../../core/subscribers/write-notice-mail.ts'
import type { LinkHandler } from './open-link.ts'
import { findExceededLimit } from './rate-limit.ts'
import type { Services } from './services.ts'

/** Anyone with a forwarded mail can ask for this, so the rest goes by a mail to the present address. */
export const requestMove: LinkHandler = async (subscriber, { words, secrets, now }, services) => {
  if (subscriber.state !== 'confirmed') return answers.spentLink(words)
  const limit = addressRateLimit(hashAddress(subscriber.address, secrets.addressPepper))
  if (await findExceededLimit([limit], services, now)) return tooMany(words, secondsLeft(limit, now))
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID(), notice: 'approveMove' })
  return answers.checkOldInbox(words)
}

export const showEntry: LinkHandler = async (subscriber, { words, bound, secrets, token }) =>
  isAt(subscriber, bound, secrets) ? answers.enterAddress(words, token) : answers.spentLink(words)

/** The answer is the same whether the new address is known or not. */
export const enterAddress: LinkHandler = async (subscriber, link, services, { ip }) => {
  const { words, bound, secrets, fields, publication, now } = link
  if (!isAt(subscriber, bound, secrets)) return answers.spentLink(words)
  const address = normalizeAddress(typeof fields.email === 'string' ? fields.email : '')
  if (!address) return invalidAddress(words)
  if (isRefused(address, publication)) return refusedAddress(words)
  const hash = hashAddress(address, secrets.addressPepper)
  const exceeded = await findExceededLimit(requestRateLimits(ip, hash, secrets.addressPepper), services, now)
  if (exceeded) return tooMany(words, secondsLeft(exceeded, now))
  await services.moves.put(subscriber.id, address, now)
  const message = { subscriberId: subscriber.id, requestId: randomUUID(), notice: 'confirmMove', to: address } as const
  await services.confirmation.add(message)
  return answers.checkNewInbox(words)
}

export const showMove: LinkHandler = async (subscriber, { words, bound, secrets, token }) =>
  boundTo(subscriber.address, secrets) === bound ? answers.moved(words) : answers.askToMove(words, token)

export const makeMove: LinkHandler = async (subscriber, link, services) => {
  const { words, bound, secrets } = link
  const moved = await untilSaved(() => move(subscriber.id, link, services))
  if (moved === 'refused') {
    const current = await services.subscribers.get(subscriber.id)
    return current && boundTo(current.address, secrets) === bound ? answers.moved(words) : answers.spentLink(words)
  }
  const notice = { subscriberId: subscriber.id, requestId: randomUUID() }
  await services.confirmation.add({ ...notice, notice: 'moved' })
  await services.confirmation.add({ ...notice, requestId: randomUUID(), notice: 'movedAway', to: moved.from })
  return answers.moved(words)
}

/** `refused`: they have moved already, entered yet another address, or are not subscribed any more. */
async function move(
  id: string,
  { bound, secrets }: OpenedLink,
  services: Services,
): Promise<'superseded' | 'refused' | { readonly from: string }> {
  const [before, address] = await Promise.all([services.subscribers.get(id), services.moves.get(id)])
  if (!before || address === undefined || boundTo(address, secrets) !== bound) return 'refused'
  const after = applySubscriber(before, { kind: 'moved', address })
  if (after === before) return 'refused'
  const hashes = {
    before: hashAddress(before.address, secrets.addressPepper),
    after: hashAddress(address, secrets.addressPepper),
  }
  const occupant = hashes.before === hashes.after ? undefined : await services.subscribers.find(hashes.after)
  const saved =
    hashes.before === hashes.after
      ? await services.subscribers.save(before, after, hashes.after)
      : await services.subscribers.move(before, after, hashes, occupant)
  return saved === 'saved' ? { from: before.address } : 'superseded'
}

function isAt(subscriber: Subscriber, bound: string | undefined, secrets: OpenedLink['secrets']): boolean {
  return subscriber.state === 'confirmed' && boundTo(subscriber.address, secrets) === bound
}
