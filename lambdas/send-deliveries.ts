import { createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { sendPace } from '../aws/deliveries/send-pace-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { queueDelay } from '../core/deliveries/delivery-time.ts'
import type { mailWriter } from '../core/deliveries/write-mail.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { SendMessage } from '../core/messages.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'
import { finishMessage } from './send-deliveries/finish-message.ts'
import { sendNext } from './send-deliveries/send-next.ts'
import type { Result } from './send-deliveries/sender.ts'

/** Milliseconds after which a sender reserves no more places, so that its slowest submission ends before its timeout. */
const patience = 25_000

// Called by AWS.
export const handler = queueHandler('send-deliveries', services, sendDeliveries)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'send-deliveries'>) {
  const dynamo = createDynamo()
  const mail = mailSender(createSes(), settings.configurationSet)
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    mail,
    pace: sendPace(dynamo, settings.deliveriesTable, mail),
    send: queue<SendMessage>(createSqs(), settings.sendQueueUrl),
    readSecrets: memoize(() => getSecrets(dynamo, settings.subscribersTable)),
    /** The writer of the last issue, by content key: it keeps the rendered variants. */
    writers: new Map<string, ReturnType<typeof mailWriter>>(),
  }
}

// Runs once per batch of deliveries. Safe to repeat: a delivery is claimed in the ledger before its mail is submitted, and
// a delivery that is claimed or settled is not submitted again.
export async function sendDeliveries(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as SendMessage // our own message
  const wait = queueDelay(message.notBefore, now)
  if (wait > 0) return services.send.add(message, wait)
  const startedAt = performance.now()
  const clock = () => new Date(now.getTime() + performance.now() - startedAt)
  const results: Result[] = []
  while (results.length < message.recipients.length) {
    const remaining = message.recipients.slice(results.length)
    results.push(...(await sendNext(remaining, message, services, { clock, end: now.getTime() + patience })))
  }
  await finishMessage(message, results, services, clock())
}
