import { randomUUID } from 'node:crypto'
import { createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore, type StoredDelivery } from '../aws/delivery-store.ts'
import { issueStore } from '../aws/issue-store.ts'
import { mailSender } from '../aws/mail-sender.ts'
import { queue } from '../aws/queue.ts'
import { getSecrets } from '../aws/secret-store.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import { suppressionStore } from '../aws/suppression-store.ts'
import { applyDelivery, applyTime, canClaim, type DeliveryFact, isOpen } from '../core/deliveries/apply-delivery.ts'
import { decideDelivery } from '../core/deliveries/decide-delivery.ts'
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

/** Seconds until deliveries are looked at again: SES was busy, or nobody knows yet whether it has the mail. */
const delays = { throttled: 2, unsettled: 60 } as const
type Outcome = 'done' | keyof typeof delays

// Called by AWS.
export const handler = queueHandler(services, sendDeliveries)

type Services = ReturnType<typeof services>
type Desk = Services & {
  readonly secrets: Secrets
  readonly write: (delivery: StoredDelivery['delivery'], subscriber: Subscriber) => Mail
}

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    mail: mailSender(createSes(), settings.configurationSet),
    send: queue<SendMessage>(createSqs(), settings.sendQueueUrl),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

// Runs once per batch of deliveries. Safe to repeat: a delivery is claimed in the ledger before it is handed over, and
// what is claimed, submitted or settled otherwise is not handed over again.
export async function sendDeliveries(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as SendMessage // our own message
  const record = await services.issues.get(message.digest, message.number)
  if (!record) throw new Error(`There is no issue ${message.digest} ${message.number}`)
  const issue = await services.content.get(record.contentKey)
  const secrets = await services.readSecrets()
  const desk: Desk = { ...services, secrets, write: mailWriter(services.site, issue, secrets) }
  const later: Record<Exclude<Outcome, 'done'>, string[]> = { throttled: [], unsettled: [] }
  for (const subscriberId of message.subscriberIds) {
    const busy = later.throttled.length > 0
    const outcome = busy ? 'throttled' : await deliver(issueId(issue), subscriberId, desk, now)
    if (outcome !== 'done') later[outcome].push(subscriberId)
  }
  for (const reason of ['throttled', 'unsettled'] as const) {
    const subscriberIds = later[reason]
    if (subscriberIds.length > 0) await services.send.add({ ...message, subscriberIds }, delays[reason])
  }
}

async function deliver(issue: string, subscriberId: string, desk: Desk, now: Date): Promise<Outcome> {
  const { deliveries, site } = desk
  const stored = await deliveries.get(issue, subscriberId)
  if (!stored) return 'done'
  const timely = applyTime(stored.delivery, now.toISOString(), site.publication.onUnknown)
  const current = timely === stored.delivery ? stored : await deliveries.save(stored, timely)
  if (current === 'taken') return 'unsettled'
  if (!canClaim(current.delivery)) return isOpen(current.delivery, site.publication.onUnknown) ? 'unsettled' : 'done'

  const subscriber = await desk.subscribers.get(subscriberId)
  const hash = subscriber && hashAddress(subscriber.address, desk.secrets.addressPepper)
  const decision = decideDelivery(subscriber, hash ? await desk.suppressions.get(hash) : undefined, now)
  if (decision.kind !== 'send') return (await note(current, decision, desk)) === 'taken' ? 'unsettled' : 'done'

  const token = randomUUID()
  const claimed = await note(current, { kind: 'claimed', token, at: now.toISOString() }, desk)
  return claimed === 'taken' ? 'unsettled' : handOver(claimed, token, decision.subscriber, desk)
}

async function handOver(claimed: StoredDelivery, token: string, to: Subscriber, desk: Desk): Promise<Outcome> {
  const result = await desk.mail.send(desk.write(claimed.delivery, to))
  switch (result.kind) {
    case 'submitted': // `taken` here means that the Send event was quicker.
      await note(claimed, { kind: 'submitted', messageId: result.messageId }, desk)
      return 'done'
    case 'rejected':
      await note(claimed, { kind: 'failed', reason: result.reason, token }, desk)
      return 'done'
    case 'throttled':
      await note(claimed, { kind: 'released', token }, desk)
      return 'throttled'
    case 'refused':
      await note(claimed, { kind: 'released', token }, desk)
      throw result.error
    case 'unknown': // The claim stays: the Send event settles it, or the settling time.
      logger.warn('hand-over unknown', { ...claimed.delivery.claim, error: result.error })
      return 'unsettled'
  }
}

async function note(before: StoredDelivery, fact: DeliveryFact, desk: Desk): Promise<StoredDelivery | 'taken'> {
  const after = applyDelivery(before.delivery, fact)
  return after === 'impossible' ? 'taken' : desk.deliveries.save(before, after)
}
