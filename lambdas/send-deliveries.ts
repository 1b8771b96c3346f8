import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore, type StoredDelivery } from '../aws/delivery-store.ts'
import { issueStore } from '../aws/issue-store.ts'
import { mailSender } from '../aws/mail-sender.ts'
import { queue } from '../aws/queue.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { sendRate } from '../aws/send-rate.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import { suppressionStore } from '../aws/suppression-store.ts'
import { applyDelivery, applyTime, canClaim, type DeliveryFact, isOpen } from '../core/deliveries/apply-delivery.ts'
import { decideDelivery } from '../core/deliveries/decide-delivery.ts'
import type { Delivery, Recipient } from '../core/deliveries/delivery.ts'
import { type Delay, delays, type Judgement, judgeHandOver } from '../core/deliveries/judge-hand-over.ts'
import { createPace } from '../core/deliveries/pace.ts'
import { planDelivery } from '../core/deliveries/plan-delivery.ts'
import { mailWriter } from '../core/deliveries/write-mail.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import type { Mail } from '../core/mail.ts'
import type { SendMessage } from '../core/messages.ts'
import type { Settings } from '../core/settings.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import type { Secrets } from '../core/subscribers/secrets.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import { logger } from './runtime/logger.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

type Outcome = 'done' | Delay

/** Milliseconds: with the longest hand-over after it, the Lambda is done well before its timeout. */
const patience = 25_000

// Called by AWS.
export const handler = queueHandler(services, sendDeliveries)

type Services = ReturnType<typeof services>
/** What the recipients of one message share. */
type Desk = Services & {
  readonly issue: Issue
  readonly now: Date
  readonly rate: number
  readonly secrets: Secrets
  readonly write: (delivery: Delivery, subscriber: Subscriber) => Mail
  /** Why nothing more is to be handed over for now. */
  pause: Judgement['again']
}

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const mail = mailSender(createSes(), settings.configurationSet)
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    mail,
    getRate: sendRate(mail),
    send: queue<SendMessage>(createSqs(), settings.sendQueueUrl),
    pace: createPace(),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

// Runs once per batch of deliveries. Safe to repeat: a delivery is claimed in the ledger before it is handed over, and
// what is claimed, submitted or settled otherwise is not handed over again.
export async function sendDeliveries(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as SendMessage // our own message
  const record = await services.issues.get(message.digest, message.number)
  if (!record) throw new Error(`There is no issue ${message.digest} ${message.number}`)
  const rate = await services.getRate()
  if (rate === 'throttled') return services.send.add(message, delays.throttled)
  const issue = await services.content.get(record.contentKey)
  const secrets = await services.readSecrets()
  const write = mailWriter(services.site, issue, secrets)
  const desk: Desk = { ...services, issue, now, rate, secrets, write, pause: undefined }
  const results = await Promise.allSettled(message.recipients.map((recipient) => deliver(recipient, desk)))
  for (const [reason, delay] of Object.entries(delays)) {
    const recipients = message.recipients.filter((_each, index) => outcomeOf(results[index]) === reason)
    if (recipients.length > 0) await services.send.add({ ...message, recipients }, delay)
  }
  // The message comes back; those of its deliveries that are done or underway by then are left alone.
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

function outcomeOf(result: PromiseSettledResult<Outcome> | undefined): Outcome | undefined {
  return result?.status === 'fulfilled' ? result.value : undefined
}

async function deliver(recipient: Recipient, desk: Desk): Promise<Outcome> {
  const current = await look(recipient, desk)
  if (current === 'taken') return 'unsettled'
  const { onUnknown } = desk.site.publication
  if (!canClaim(current.delivery)) return isOpen(current.delivery, onUnknown) ? 'unsettled' : 'done'
  const wait = desk.pace.take(desk.rate, performance.now(), patience)
  if (wait === undefined) return 'crowded'
  await sleep(wait)
  if (desk.pause) return desk.pause

  const subscriber = await desk.subscribers.get(recipient.subscriberId)
  const hash = subscriber && hashAddress(subscriber.address, desk.secrets.addressPepper)
  const decision = decideDelivery(subscriber, hash ? await desk.suppressions.get(hash) : undefined, desk.now)
  if (decision.kind !== 'send') return (await note(current, decision, desk)) === 'taken' ? 'unsettled' : 'done'
  return handOver(current, decision.subscriber, desk)
}

/** The delivery as the ledger and the clock have it; entered now if the planner has not got so far. */
async function look(recipient: Recipient, { deliveries, issue, site, now }: Desk): Promise<StoredDelivery | 'taken'> {
  const id = issueId(issue)
  const stored =
    (await deliveries.get(id, recipient.subscriberId)) ?? (await deliveries.add(planDelivery(id, recipient)))
  if (stored === 'taken') return 'taken'
  const timely = applyTime(stored.delivery, now.toISOString(), site.publication.onUnknown)
  return timely === stored.delivery ? stored : deliveries.save(stored, timely)
}

async function handOver(pending: StoredDelivery, to: Subscriber, desk: Desk): Promise<Outcome> {
  const mail = desk.write(pending.delivery, to)
  const token = randomUUID()
  const claimed = await note(pending, { kind: 'claimed', token, at: desk.now.toISOString() }, desk)
  if (claimed === 'taken') return 'unsettled'
  const result = await desk.mail.send(mail)
  const { fact, again } = judgeHandOver(result, token)
  desk.pause ??= again
  if (fact) await note(claimed, fact, desk) // `taken` here means that the Send event was quicker
  if (result.kind === 'refused') throw result.error
  if (result.kind === 'unknown') logger.warn('hand-over unknown', { ...claimed.delivery.claim, error: result.error })
  return again ?? 'done'
}

async function note(before: StoredDelivery, fact: DeliveryFact, desk: Desk): Promise<StoredDelivery | 'taken'> {
  const after = applyDelivery(before.delivery, fact)
  return after === 'impossible' ? 'taken' : desk.deliveries.save(before, after)
}
