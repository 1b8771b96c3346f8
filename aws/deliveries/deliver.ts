import { randomUUID } from 'node:crypto'
import { applyDelivery, applyTime, type DeliveryFact, isOpen } from '../../core/deliveries/apply-delivery.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import type { Decision } from '../../core/deliveries/eligibility.ts'
import type { BackoffReason } from '../../core/deliveries/send-pace.ts'
import type { SettledState } from '../../core/deliveries/settled-counts.ts'
import { submissionOutcome } from '../../core/deliveries/submission-outcome.ts'
import type { Mail } from '../../core/mail/submission.ts'
import type { Site } from '../../core/site.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { DeliveryStore, StoredDelivery } from './delivery-store.ts'
import type { MailSender } from './mail-sender.ts'
import type { SendPace } from './send-pace-store.ts'

/** What submits deliveries. */
export type Submitter = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'begin' | 'get' | 'save'>
  readonly mail: Pick<MailSender, 'submit'>
  readonly pace: Pick<SendPace, 'backOff'>
  readonly writeMail: (delivery: Delivery, subscriber: Subscriber) => Mail
  /** Reports a submission without an answer. */
  readonly onUnknown: (claim: Delivery['claim'], error: Error) => void
  /** Set when SES throttles or does not answer: nothing more is submitted for now. */
  backoff: BackoffReason | undefined
}

/** What happened to a delivery: it is settled, must be tried again, or waits in the ledger because the issue is paused. */
export type Outcome =
  | { readonly state: SettledState }
  | { readonly backoff: BackoffReason }
  | { readonly state?: undefined; readonly backoff?: undefined }

const unsettled: Outcome = { backoff: 'unsettled' }

/**
 * Settles one delivery. It is usually still as planned, so this tries that first and reads the ledger only if it fails.
 * @param planned the delivery as planned
 */
export async function deliver(planned: Delivery, decision: Decision, now: Date, sender: Submitter): Promise<Outcome> {
  const { deliveries, site } = sender
  const first = await carryOut(decision, planned, deliveries.begin, now, sender)
  if (first !== 'taken') return first
  const stored = await deliveries.get(planned.issueId, planned.subscriberId)
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
  sender: Submitter,
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
  sender: Submitter,
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
  if (result.kind === 'unknown') sender.onUnknown(claimed.delivery.claim, result.error)
  return backoff ? { backoff } : (marked ?? unsettled)
}

/** Marks a claimed delivery with the answer of SES. If the Send event was faster, the delivery is marked already. */
async function mark(claimed: StoredDelivery, fact: DeliveryFact, { deliveries }: Submitter): Promise<Outcome> {
  const after = applyDelivery(claimed.delivery, fact)
  const saved = after === 'impossible' ? 'taken' : await deliveries.save(claimed, after)
  const { issueId, subscriberId } = claimed.delivery
  const delivery = saved === 'taken' ? (await deliveries.get(issueId, subscriberId))?.delivery : saved.delivery
  return delivery?.state === 'submitted' || delivery?.state === 'failed' ? { state: delivery.state } : unsettled
}
