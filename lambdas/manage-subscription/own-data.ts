import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { askToErase, erased } from '../../core/subscribers/requests/link-responses.ts'
import { fileResponse } from '../../core/subscribers/requests/visitor-response.ts'
import { describeSubscriber } from '../../core/subscribers/subscriber.ts'
import type { LinkHandler } from './open-link.ts'

export const exportData: LinkHandler = async (subscriber, { secrets }, services) => {
  const suppression = await services.suppressions.get(hashAddress(subscriber.address, secrets.addressPepper))
  return fileResponse('my-subscription.json', describeSubscriber(subscriber, suppression))
}

/** The first press asks whether they are sure. */
export const erase: LinkHandler = async ({ id }, { messages, token, fields, secrets }, { subscribers }) => {
  if (fields.sure !== 'yes') return askToErase(messages, token)
  return saveWithRetry(async () => {
    const subscriber = await subscribers.get(id)
    if (!subscriber) return erased(messages)
    const result = await subscribers.erase(subscriber, hashAddress(subscriber.address, secrets.addressPepper))
    return result === 'saved' ? erased(messages) : 'superseded'
  })
}
