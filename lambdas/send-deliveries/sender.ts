import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveryStore, StoredDelivery } from '../../aws/deliveries/delivery-store.ts'
import type { MailSender } from '../../aws/deliveries/mail-sender.ts'
import type { SendRate } from '../../aws/deliveries/send-pace.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import { applyDelivery, applyTime, canClaim, isOpen } from '../../core/deliveries/apply-delivery.ts'
import { type Delivery, ledgerEntry } from '../../core/deliveries/delivery.ts'
import { checkEligibility, type Decision } from '../../core/deliveries/eligibility.ts'
import { type Delay, type Judgement, submissionOutcome } from '../../core/deliveries/submission-outcome.ts'
import type { mailWriter } from '../../core/deliveries/write-mail.ts'
import { type Hold, type Issue, issueId } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { logger } from '../runtime/logger.ts'

/** What a sender works with on one message. */
export type Desk = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'add' | 'begin' | 'get' | 'save'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
  readonly mail: Pick<MailSender, 'send'>
  readonly rate: Pick<SendRate, 'slow'>
  readonly issue: Issue
  readonly secrets: Secrets
  readonly write: ReturnType<typeof mailWriter>
  readonly clock: () => Date
  /** Why nothing more is to be handed over for now. */
  pause: Judgement['again']
}

/** What became of a recipient: it is to be looked at again, it failed, or neither. */
export type Result = { readonly recipient: Recipient; readonly delay?: Delay | undefined; readonly error?: unknown }

/** All are looked up together, then handed over one by one, each `interval` milliseconds after the one before. */
export async function handOverAll(recipients: readonly Recipient[], interval: number, desk: Desk): Promise<Result[]> {
  const now = desk.clock()
  const decide = await lookUp(recipients, desk)
  return Promise.all(
    recipients.map(async (recipient, place) => {
      await sleep(place * interval)
      if (desk.pause) return { recipient, delay: desk.pause }
      return attempt(recipient, () => deliver(recipient, decide(recipient, now), now, desk))
    }),
  )
}

/** Of an issue that is on hold nothing is handed over: what is open is in the ledger, or is skipped for good. */
export function layDown(recipients: readonly Recipient[], hold: Hold, desk: Desk): Promise<Result[]> {
  const now = desk.clock()
  const cancelled: Decision = { kind: 'skipped', reason: 'cancelled' }
  return Promise.all(
    recipients.map((recipient) =>
      attempt(recipient, async () => {
        if (hold.kind === 'cancelled') return deliver(recipient, cancelled, now, desk)
        await desk.deliveries.add(ledgerEntry(issueId(desk.issue), recipient))
        return undefined
      }),
    ),
  )
}

async function attempt(recipient: Recipient, act: () => Promise<Delay | undefined>): Promise<Result> {
  try {
    return { recipient, delay: await act() }
  } catch (error) {
    return { recipient, error }
  }
}

type Decide = (recipient: Recipient, now: Date) => Decision

async function lookUp(recipients: readonly Recipient[], { subscribers, suppressions, secrets }: Desk): Promise<Decide> {
  const ids = new Set(recipients.map(({ subscriberId }) => subscriberId))
  const found = new Map((await subscribers.getMany([...ids])).map((subscriber) => [subscriber.id, subscriber]))
  const hashOf = ({ address }: Subscriber) => hashAddress(address, secrets.addressPepper)
  const suppressed = await suppressions.getMany([...new Set([...found.values()].map(hashOf))])
  return ({ subscriberId }, now) => {
    const subscriber = found.get(subscriberId)
    return checkEligibility(subscriber, subscriber && suppressed.get(hashOf(subscriber)), now)
  }
}

/** Nearly always the ledger has it as it was planned; otherwise it is read first. */
async function deliver(recipient: Recipient, decision: Decision, now: Date, desk: Desk): Promise<Delay | undefined> {
  const { deliveries, site } = desk
  const id = issueId(desk.issue)
  const done = await follow(ledgerEntry(id, recipient), deliveries.begin, decision, now, desk)
  if (done !== 'taken') return done
  const stored = await deliveries.get(id, recipient.subscriberId)
  if (!stored) return 'unsettled'
  // What was cancelled is not handed over again.
  const onUnknown =
    decision.kind === 'skipped' && decision.reason === 'cancelled' ? 'leave' : site.publication.onUnknown
  const timely = applyTime(stored.delivery, now.toISOString(), onUnknown)
  const current = timely === stored.delivery ? stored : await deliveries.save(stored, timely)
  if (current === 'taken') return 'unsettled'
  if (!canClaim(current.delivery)) return isOpen(current.delivery, onUnknown) ? 'unsettled' : undefined
  const save: Save = (after) => deliveries.save(current, after)
  const second = await follow(current.delivery, save, decision, now, desk)
  return second === 'taken' ? 'unsettled' : second
}

type Save = (after: Delivery) => Promise<StoredDelivery | 'taken'>

/** Does with a pending delivery what was decided. */
async function follow(pending: Delivery, save: Save, decision: Decision, now: Date, desk: Desk) {
  if (decision.kind === 'send') return handOver(pending, save, decision.subscriber, now, desk)
  const after = applyDelivery(pending, decision)
  return after === 'impossible' || (await save(after)) === 'taken' ? 'taken' : undefined
}

async function handOver(pending: Delivery, save: Save, to: Subscriber, now: Date, desk: Desk) {
  const mail = desk.write(pending, to)
  const token = randomUUID()
  const claim = applyDelivery(pending, { kind: 'claimed', token, at: now.toISOString() })
  const claimed = claim === 'impossible' ? 'taken' : await save(claim)
  if (claimed === 'taken') return 'taken'
  const result = await desk.mail.send(mail)
  const { fact, again } = submissionOutcome(result, token)
  desk.pause ??= again
  const after = fact && applyDelivery(claimed.delivery, fact)
  // Where someone was quicker, it was the Send event.
  if (after && after !== 'impossible') await desk.deliveries.save(claimed, after)
  if (again === 'throttled') await desk.rate.slow(now.getTime())
  if (result.kind === 'refused') throw result.error
  if (result.kind === 'unknown') logger.warn('hand-over unknown', { ...claimed.delivery.claim, error: result.error })
  return again
}
