import type { SQSRecord } from 'aws-lambda'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { firstSentAttribute } from '../../core/messages.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { planOneClick } from '../../core/subscribers/requests/one-click.ts'
import { lastYes } from '../../core/subscribers/subscriber.ts'
import { unsubscriptionChange } from '../../core/subscribers/unsubscription.ts'
import { logger } from '../runtime/logger.ts'
import type { Services } from './services.ts'

/**
 * Handles a request of a mail program, which API Gateway has queued. Safe to repeat: people who are unsubscribed stay so, and
 * are counted once. A request that was delayed does not unsubscribe people who have said yes since.
 */
export async function recordUnsubscription(
  record: Pick<SQSRecord, 'body' | 'messageId' | 'attributes' | 'messageAttributes'>,
  token: string,
  { subscribers, unsubscriptions, readSecrets }: Pick<Services, 'subscribers' | 'unsubscriptions' | 'readSecrets'>,
  now: Date,
): Promise<void> {
  const { body, messageId } = record
  const secrets = await readSecrets()
  const plan = planOneClick(body, token, secrets, now)
  if (plan.kind === 'nobody') return logger.warn('no unsubscription', { messageId, reason: plan.reason })
  const at = timeOf(record).toISOString()
  const through = plan.issueId
  const result = await saveWithRetry(async () => {
    const before = await subscribers.get(plan.subscriberId)
    if (!before) return 'no subscriber'
    if (lastYes(before) > at) return 'said yes since'
    const after = applySubscriber(before, { kind: 'unsubscribed', at, ...(through !== undefined && { through }) })
    if (after === before) return 'unsubscribed before'
    const counting = unsubscriptions.plan(unsubscriptionChange(before, after))
    return subscribers.save(before, after, hashAddress(before.address, secrets.addressPepper), undefined, counting)
  })
  logger.info('unsubscription', { messageId, result })
}

/** Returns when the request came. One that failed and was sent again has a later time, and an attribute with the first one. */
function timeOf({ attributes, messageAttributes }: Pick<SQSRecord, 'attributes' | 'messageAttributes'>): Date {
  const sent = Number(attributes.SentTimestamp)
  return new Date(Math.min(sent, Number(messageAttributes[firstSentAttribute]?.stringValue) || sent))
}
