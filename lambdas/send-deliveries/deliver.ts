import { randomUUID } from 'node:crypto'
import type { StoredDelivery } from '../../aws/deliveries/delivery-store.ts'
import { applyDelivery, applyTime, type DeliveryFact, isOpen } from '../../core/deliveries/apply-delivery.ts'
import { type Delivery, ledgerEntry } from '../../core/deliveries/delivery.ts'
import type { Decision } from '../../core/deliveries/eligibility.ts'
import { submissionOutcome } from '../../core/deliveries/submission-outcome.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../runtime/logger.ts'
import type { Outcome, Sender } from './sender.ts'

/** Returns the delivery to a recipient as planned. */
export function entryOf(recipient: Recipient, { issue, batch }: Pick<Sender, 'issue' | 'batch'>): Delivery {
  return ledgerEntry(issueId(issue), recipient, batch)
}

const unsettled: Outcome = { backoff: 'unsettled' }

/** Settles one delivery. It is usually still as planned, so this tries that first and reads the ledger only if it fails. */
export async function deliver(recipient: Recipient, decision: Decision, now: Date, sender: Sender): Promise<Outcome> {
  const { deliveries, site } = sender
  const first = await carryOut(decision, entryOf(recipient, sender), deliveries.begin, now, sender)
  if (first !== 'taken') return first
  const stored = await deliveries.get(issueId(sender.issue), recipient.subscriberId)
  if (!stored) return unsettled
  // A cancelled delivery must not be submitted again.
  const onUnknown =
    decision.kind === 'skipped' && decision.reason === 'cancelled' ? 'leave' : site.publication.onUnknown
  const at = now.toISOString()
  const timely = applyTime(stored.delivery, at, onUnknown)
  const current = timely === stored.delivery ? stored : await deliveries.save(stored, timely)
  if (current === 'taken') return unsettled
  const { state } = current.delivery
  if (state === 'claimed' || isOpen(current.delivery, at, onUnknown)) return unsettled
  if (state !== 'pending') return { state }
  const save: Save = (after) => deliveries.save(current, after)
  const second = await carryOut(decision, current.delivery, save, now, sender)
  return second === 'taken' ? unsettled : second
}

type Save = (after: Delivery) => Promise<StoredDelivery | 'taken'>

/** Submits or closes a pending delivery, as decided. */
async function carryOut(
  decision: Decision,
  pending: Delivery,
  save: Save,
  now: Date,
  sender: Sender,
): Promise<Outcome | 'taken'> {
  if (decision.kind === 'send') return claimAndSubmit(pending, save, decision.subscriber, now, sender)
  const after = applyDelivery(pending, decision)
  return after === 'impossible' || (await save(after)) === 'taken' ? 'taken' : { state: decision.kind }
}

/** Claims the delivery, submits its mail, and marks it with the answer of SES. */
async function claimAndSubmit(
  pending: Delivery,
  save: Save,
  subscriber: Subscriber,
  now: Date,
  sender: Sender,
): Promise<Outcome | 'taken'> {
  const mail = sender.writeMail(pending, subscriber)
  const token = randomUUID()
  const claim = applyDelivery(pending, { kind: 'claimed', token, at: now.toISOString() })
  const claimed = claim === 'impossible' ? 'taken' : await save(claim)
  if (claimed === 'taken') return 'taken'
  const result = await sender.mail.submit(mail)
  const { fact, backoff } = submissionOutcome(result, token)
  sender.backoff ??= backoff
  const marked = fact && (await mark(claimed, fact, sender))
  if (backoff === 'throttled') await sender.pace.backOff(now.getTime())
  if (result.kind === 'refused') throw result.error
  if (result.kind === 'unknown') logger.warn('submission unknown', { ...claimed.delivery.claim, error: result.error })
  return backoff ? { backoff } : (marked ?? unsettled)
}

/** Marks a claimed delivery with the answer of SES. If the Send event was faster, the delivery is marked already. */
async function mark(claimed: StoredDelivery, fact: DeliveryFact, { deliveries }: Sender): Promise<Outcome> {
  const after = applyDelivery(claimed.delivery, fact)
  const saved = after === 'impossible' ? 'taken' : await deliveries.save(claimed, after)
  const { issueId, subscriberId } = claimed.delivery
  const delivery = saved === 'taken' ? (await deliveries.get(issueId, subscriberId))?.delivery : saved.delivery
  return delivery?.state === 'submitted' || delivery?.state === 'failed' ? { state: delivery.state } : unsettled
}
