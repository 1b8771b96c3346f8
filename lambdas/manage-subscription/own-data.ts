import { randomUUID } from 'node:crypto'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { exportRateLimit, secondsLeft } from '../../core/subscribers/rate-limits.ts'
import * as responses from '../../core/subscribers/requests/link-responses.ts'
import { erasureChange } from '../../core/subscribers/unsubscription.ts'
import type { LinkHandler } from './open-link.ts'
import { findExceededLimit } from './rate-limit.ts'

/** The data is mailed to the subscriber, because anyone with a forwarded mail has this link. */
export const exportData: LinkHandler = async (subscriber, { messages, secrets, publication, now }, services) => {
  if (await services.suppressions.get(hashAddress(subscriber.address, secrets.addressPepper))) {
    return responses.exportImpossible(messages, publication.sender.address)
  }
  const limit = exportRateLimit(subscriber.id)
  if (await findExceededLimit([limit], services, now))
    return responses.exportedBefore(messages, secondsLeft(limit, now))
  await services.confirmation.add({ subscriberId: subscriber.id, requestId: randomUUID(), notice: 'export' })
  return responses.exported(messages)
}

/** The first press asks whether they are sure. A mail tells the owner of the address, in case it was not them. */
export const erase: LinkHandler = async ({ id }, { messages, token, issueId, fields, secrets, now }, services) => {
  if (fields.sure !== 'yes') return responses.askToErase(messages, token)
  const erased = await saveWithRetry(async () => {
    const subscriber = await services.subscribers.get(id)
    if (!subscriber) return undefined
    const hash = hashAddress(subscriber.address, secrets.addressPepper)
    const departure = { reason: 'erased', at: now.toISOString() } as const
    const counting = services.unsubscriptions.plan(erasureChange(subscriber, issueId))
    const result = await services.subscribers.erase(subscriber, hash, departure, counting)
    return result === 'saved' ? subscriber : result
  })
  if (erased) {
    const { address: to, language } = erased
    await services.confirmation.add({ subscriberId: id, requestId: randomUUID(), notice: 'erased', to, language })
  }
  return responses.erased(messages)
}
