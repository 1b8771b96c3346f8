import { setTimeout as sleep } from 'node:timers/promises'
import { createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { sendRate } from '../aws/deliveries/send-pace.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { queueDelay } from '../core/deliveries/delivery-time.ts'
import { delays } from '../core/deliveries/submission-outcome.ts'
import { mailWriter } from '../core/deliveries/write-mail.ts'
import type { Settings } from '../core/environment.ts'
import type { Issue, IssueRecord } from '../core/issues/issue.ts'
import type { Recipient, SendMessage } from '../core/messages.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'
import { type Desk, handOverAll, layDown, type Result } from './send-deliveries/sender.ts'

/** Milliseconds after which a sender takes no further places: with the longest hand-over it is done before its timeout. */
const patience = 25_000

// Called by AWS.
export const handler = queueHandler(services, sendDeliveries)

type Services = ReturnType<typeof services>

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
    rate: sendRate(dynamo, settings.deliveriesTable, mail),
    send: queue<SendMessage>(createSqs(), settings.sendQueueUrl),
    readSecrets: memoize(() => getSecrets(dynamo, settings.subscribersTable)),
    /** Of the issues that were sent last: their mails stay written. */
    writers: new Map<string, ReturnType<typeof mailWriter>>(),
  }
}

// Runs once per batch of deliveries. Safe to repeat: a delivery is claimed in the ledger before it is handed over, and
// what is claimed, submitted or settled otherwise is not handed over again.
export async function sendDeliveries(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as SendMessage // our own message
  const wait = queueDelay(message.notBefore, now)
  if (wait > 0) return services.send.add(message, wait)
  const begun = performance.now()
  const clock = () => new Date(now.getTime() + performance.now() - begun)
  const results: Result[] = []
  while (results.length < message.recipients.length) {
    const left = message.recipients.slice(results.length)
    results.push(...(await sendSome(left, message, services, { clock, end: now.getTime() + patience })))
  }
  for (const [reason, delay] of Object.entries(delays)) {
    const recipients = results.filter((result) => result.delay === reason).map(({ recipient }) => recipient)
    if (recipients.length > 0) await services.send.add({ ...message, recipients }, delay)
  }
  // The message comes back; those of its deliveries that are done or underway by then are left alone.
  for (const { error } of results) if (error !== undefined) throw error
}

type Time = { readonly clock: () => Date; readonly end: number }

/** As many from the beginning as there are places for at a time; or all of them, where the rest has to wait. */
async function sendSome(left: readonly Recipient[], message: SendMessage, services: Services, { clock, end }: Time) {
  const record = await services.issues.get(message.digest, message.number)
  if (!record) throw new Error(`There is no issue ${message.digest} ${message.number}`)
  const desk = await openDesk(record, services, clock)
  if (record.hold) return layDown(left, record.hold, desk)
  const now = clock().getTime()
  const booking = now < end ? await services.rate.book(left.length, now, end - now) : overdue
  if (booking.kind !== 'booked') return left.map((recipient): Result => ({ recipient, delay: booking.kind }))
  await sleep(booking.startsAt - now)
  const results = await handOverAll(left.slice(0, booking.count), booking.interval, desk)
  const rest = desk.pause ? left.slice(booking.count) : []
  return [...results, ...rest.map((recipient): Result => ({ recipient, delay: desk.pause }))]
}

const overdue = { kind: 'crowded' } as const

async function openDesk(record: IssueRecord, services: Services, clock: () => Date): Promise<Desk> {
  const { site, content, readSecrets, writers } = services
  const issue = await content.get(record.contentKey)
  const secrets = await readSecrets()
  const write = writers.get(record.contentKey) ?? mailWriter(site, issue, secrets)
  writers.clear()
  writers.set(record.contentKey, write)
  return { ...services, issue, clock, secrets, write, pause: undefined }
}
