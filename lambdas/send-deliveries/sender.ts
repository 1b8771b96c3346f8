import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryStore, StoredDelivery } from '../../aws/deliveries/delivery-store.ts'
import type { MailSender } from '../../aws/deliveries/mail-sender.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import { applyDelivery, applyTime, canClaim, isOpen } from '../../core/deliveries/apply-delivery.ts'
import { type Delivery, ledgerEntry } from '../../core/deliveries/delivery.ts'
import { checkEligibility, type Decision } from '../../core/deliveries/eligibility.ts'
import type { BackoffReason } from '../../core/deliveries/send-pace.ts'
import { submissionOutcome } from '../../core/deliveries/submission-outcome.ts'
import type { mailWriter } from '../../core/deliveries/write-mail.ts'
import { type Issue, type IssueStop, issueId } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../runtime/logger.ts'

/** What a sender works with while it sends mails of one issue. */
export type Sender = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'add' | 'begin' | 'get' | 'save'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
  readonly mail: Pick<MailSender, 'submit'>
  readonly pace: Pick<SendPace, 'backOff'>
  readonly issue: Issue
  readonly secrets: Secrets
  readonly writeMail: ReturnType<typeof mailWriter>
  readonly clock: () => Date
  /** Set when SES throttles or does not answer: the sender submits nothing more for now. */
  backoff: BackoffReason | undefined
}

/** The result for one recipient: a reason to try again, an error, or neither if the delivery is done. */
export type Result = {
  readonly recipient: Recipient
  readonly backoff?: BackoffReason | undefined
  readonly error?: unknown
}

/** Looks up all recipients at once, then submits their mails one by one, `interval` milliseconds apart. */
export async function submitAll(recipients: readonly Recipient[], interval: number, sender: Sender): Promise<Result[]> {
  const now = sender.clock()
  const decide = await readEligibility(recipients, sender)
  return Promise.all(
    recipients.map(async (recipient, place) => {
      await sleep(place * interval)
      if (sender.backoff) return { recipient, backoff: sender.backoff }
      return attempt(recipient, () => deliver(recipient, decide(recipient, now), now, sender))
    }),
  )
}

/** Stores the deliveries of a paused issue for later, and skips those of a cancelled one. */
export function storeAll(recipients: readonly Recipient[], stop: IssueStop, sender: Sender): Promise<Result[]> {
  const now = sender.clock()
  const cancelled: Decision = { kind: 'skipped', reason: 'cancelled' }
  return Promise.all(
    recipients.map((recipient) =>
      attempt(recipient, async () => {
        if (stop.kind === 'cancelled') return deliver(recipient, cancelled, now, sender)
        await sender.deliveries.add(ledgerEntry(issueId(sender.issue), recipient))
        return undefined
      }),
    ),
  )
}

/** Catches the error of one recipient, so that the others are not affected. */
async function attempt(recipient: Recipient, act: () => Promise<BackoffReason | undefined>): Promise<Result> {
  try {
    return { recipient, backoff: await act() }
  } catch (error) {
    return { recipient, error }
  }
}

type Decide = (recipient: Recipient, now: Date) => Decision

async function readEligibility(
  recipients: readonly Recipient[],
  { subscribers, suppressions, secrets }: Sender,
): Promise<Decide> {
  const ids = new Set(recipients.map(({ subscriberId }) => subscriberId))
  const byId = new Map((await subscribers.getMany([...ids])).map((subscriber) => [subscriber.id, subscriber]))
  const hashOf = ({ address }: Subscriber) => hashAddress(address, secrets.addressPepper)
  const suppressed = await suppressions.getMany([...new Set([...byId.values()].map(hashOf))])
  return ({ subscriberId }, now) => {
    const subscriber = byId.get(subscriberId)
    return checkEligibility(subscriber, subscriber && suppressed.get(hashOf(subscriber)), now)
  }
}

/** Settles one delivery. It is usually still as planned, so this tries that first and reads the ledger only if it fails. */
async function deliver(recipient: Recipient, decision: Decision, now: Date, sender: Sender) {
  const { deliveries, site } = sender
  const id = issueId(sender.issue)
  const first = await carryOut(decision, ledgerEntry(id, recipient), deliveries.begin, now, sender)
  if (first !== 'taken') return first
  const stored = await deliveries.get(id, recipient.subscriberId)
  if (!stored) return 'unsettled'
  // A cancelled delivery must not be submitted again.
  const onUnknown =
    decision.kind === 'skipped' && decision.reason === 'cancelled' ? 'leave' : site.publication.onUnknown
  const timely = applyTime(stored.delivery, now.toISOString(), onUnknown)
  const current = timely === stored.delivery ? stored : await deliveries.save(stored, timely)
  if (current === 'taken') return 'unsettled'
  if (!canClaim(current.delivery)) return isOpen(current.delivery, onUnknown) ? 'unsettled' : undefined
  const save: Save = (after) => deliveries.save(current, after)
  const second = await carryOut(decision, current.delivery, save, now, sender)
  return second === 'taken' ? 'unsettled' : second
}

type Save = (after: Delivery) => Promise<StoredDelivery | 'taken'>

/** Submits or closes a pending delivery, as decided. */
async function carryOut(decision: Decision, pending: Delivery, save: Save, now: Date, sender: Sender) {
  if (decision.kind === 'send') return claimAndSubmit(pending, save, decision.subscriber, now, sender)
  const after = applyDelivery(pending, decision)
  return after === 'impossible' || (await save(after)) === 'taken' ? 'taken' : undefined
}

/** Claims the delivery, submits its mail, and marks it with the answer of SES. */
async function claimAndSubmit(pending: Delivery, save: Save, subscriber: Subscriber, now: Date, sender: Sender) {
  const mail = sender.writeMail(pending, subscriber)
  const token = randomUUID()
  const claim = applyDelivery(pending, { kind: 'claimed', token, at: now.toISOString() })
  const claimed = claim === 'impossible' ? 'taken' : await save(claim)
  if (claimed === 'taken') return 'taken'
  const result = await sender.mail.submit(mail)
  const { fact, backoff } = submissionOutcome(result, token)
  sender.backoff ??= backoff
  const after = fact && applyDelivery(claimed.delivery, fact)
  // If this save loses a race, the Send event has marked the delivery already.
  if (after && after !== 'impossible') await sender.deliveries.save(claimed, after)
  if (backoff === 'throttled') await sender.pace.backOff(now.getTime())
  if (result.kind === 'refused') throw result.error
  if (result.kind === 'unknown') logger.warn('submission unknown', { ...claimed.delivery.claim, error: result.error })
  return backoff
}
