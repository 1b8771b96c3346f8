import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { describeSubscriber } from '../../core/subscribers/lists/export-subscriber.ts'
import { askToErase, erased } from '../../core/subscribers/visits/link-answers.ts'
import { respondWithFile } from '../../core/subscribers/visits/visitor-answer.ts'
import type { Act } from './follow-link.ts'

export const exportData: Act = async (subscriber, { secrets }, services) => {
  const suppression = await services.suppressions.get(hashAddress(subscriber.address, secrets.addressPepper))
  return respondWithFile('my-subscription.json', describeSubscriber(subscriber, suppression))
}

/** Asks once more first. */
export const erase: Act = async ({ id }, { words, token, fields, secrets }, { subscribers }) => {
  if (fields.sure !== 'yes') return askToErase(words, token)
  return saveWithRetry(async () => {
    const subscriber = await subscribers.get(id)
    if (!subscriber) return erased(words)
    const result = await subscribers.erase(subscriber, hashAddress(subscriber.address, secrets.addressPepper))
    return result === 'saved' ? erased(words) : 'superseded'
  })
}
