import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Connection, createDynamo, createS3, createSes } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { sendPace } from '../aws/deliveries/send-pace-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { ledgerEntry } from '../core/deliveries/delivery.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PlanMessage, Recipient, SendMessage } from '../core/messages.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import { planPortion } from '../lambdas/plan-deliveries.ts'
import { sendDeliveries } from '../lambdas/send-deliveries.ts'
import type { Stack } from '../operations/stack.ts'
import { cpuOf } from './measure.ts'
import { largeIssue, sampleSite, sampleSubscriber } from './support/samples.ts'
import { tray } from './support/tray.ts'

const batch = 25
/** Number of mails that each path sends, and of subscribers that are planned. */
const mails = 2_000
const planned = 20_000

function servicesOf({ settings, site }: Stack, connection: Connection) {
  const dynamo = createDynamo(connection)
  const s3 = createS3(connection)
  const mail = mailSender(createSes(connection), settings.configurationSet)
  const secrets = getSecrets(dynamo, settings.subscribersTable)
  return {
    ...{ site, dynamo, mail, writers: new Map(), readSecrets: () => secrets },
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(s3, settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    readSendPace: async () => undefined,
    pace: sendPace(dynamo, settings.deliveriesTable, mail),
    corrections: correctionStore(dynamo, settings.issuesTable),
    plan: tray<PlanMessage>(),
    send: tray<SendMessage>(),
  }
}

type Services = ReturnType<typeof servicesOf>
const nothing = { marks: [], inserts: [], corrections: [] }

/** Stores an issue of 32 articles, and `count` confirmed subscribers in shard `a`. Returns them as recipients. */
async function prepare(services: Services, number: number, count: number): Promise<Recipient[]> {
  const issue = { ...largeIssue(sampleSite()), number }
  await storeIssue(services, issue)
  const { addressPepper } = await services.readSecrets()
  const articles = issue.articles.map(({ id }) => id)
  const recipients: Recipient[] = []
  for (let start = 0; start < count; start += batch) {
    const subscribers = Array.from({ length: batch }, (_, n) => subscriberOf(start + n))
    await Promise.all(
      subscribers.map((each) => services.subscribers.save(undefined, each, hashAddress(each.address, addressPepper))),
    )
    recipients.push(...subscribers.map(({ id }) => ({ subscriberId: id, articles })))
  }
  return recipients
}

async function storeIssue({ content, issues }: Services, issue: Issue): Promise<void> {
  const { digest, number, title, composedAt, articles } = issue
  const contentKey = `issues/daily/${number}-bench.json`
  await content.put(contentKey, issue)
  const previous = await issues.getDigest(digest)
  const articleCount = articles.length
  const record = { digest, number, title, composedAt, contentKey, articleCount, state: 'planning' as const }
  const next = { ...previous, lastNumber: number, revision: previous.revision + 1 }
  await issues.addRun(digest, next, nothing, record)
}

function subscriberOf(n: number): Subscriber {
  const id = `a${randomBytes(12).toString('hex').slice(1)}`
  return sampleSubscriber({ id, address: `reader-${n}-${id}@example.org`, timeZone: 'UTC' })
}

/**
 * Compares the CPU time of the whole path of a mail with that of submitting a finished buffer between two writes.
 * Counts only this process.
 */
export async function comparePaths(stack: Stack, connection: Connection): Promise<void> {
  const services = servicesOf(stack, connection)
  const recipients = await prepare(services, 900, 2 * mails)
  const sendAll = async (some: readonly Recipient[]) => {
    for (let start = 0; start < some.length; start += batch) {
      const message: SendMessage = { digest: 'daily', number: 900, recipients: some.slice(start, start + batch) }
      await sendDeliveries(JSON.stringify(message), services, new Date())
    }
  }
  await sendAll(recipients.slice(0, mails / 2))
  const heapBefore = heap()
  const ours = await cpuOf(() => sendAll(recipients.slice(mails / 2, mails)))
  const heapAfter = heap()
  const raw = await readyMail(services, recipients)
  await sendBare(services, recipients.slice(mails, mails + mails / 2), raw)
  const bare = await cpuOf(() => sendBare(services, recipients.slice(mails + mails / 2, 2 * mails), raw))
  const perSecond = (milliseconds: number) => (mails / 2 / milliseconds) * 1_000
  console.log(
    `  whole path: ${perSecond(ours).toFixed(0)} mails/s/core; bare SendRawEmail and two writes of ${raw.byteLength} bytes: ${perSecond(bare).toFixed(0)}; ratio ${(bare / ours).toFixed(2)} (limit 0.8)`,
  )
  console.log(
    `  CPU-seconds per million mails: ${((ours / (mails / 2)) * 1_000).toFixed(0)}; heap before and after ${mails / 2} mails: ${heapBefore} and ${heapAfter} MB`,
  )
}

async function readyMail(services: Services, [recipient]: readonly Recipient[]): Promise<Uint8Array> {
  const [write] = services.writers.values()
  const subscriber = recipient && (await services.subscribers.get(recipient.subscriberId))
  if (!write || !subscriber) throw new Error('No mail was written')
  return write({ ...recipient, issueId: 'daily-900' }, subscriber).raw
}

async function sendBare({ mail, deliveries, site }: Services, recipients: readonly Recipient[], raw: Uint8Array) {
  for (let start = 0; start < recipients.length; start += batch) {
    await Promise.all(
      recipients.slice(start, start + batch).map(async (recipient) => {
        const claimed = await deliveries.begin(ledgerEntry('bare-1', recipient))
        const tags = { issue: 'bare-1', delivery: recipient.subscriberId }
        await mail.submit({ source: site.publication.sender.address, destination: 'reader@example.org', raw, tags })
        if (claimed !== 'taken') await deliveries.save(claimed, claimed.delivery)
      }),
    )
  }
}

/** Measures one planner: it plans one shard, which has a sixteenth of the subscribers, page by page. */
export async function measurePlanning(stack: Stack, connection: Connection): Promise<void> {
  const services = servicesOf(stack, connection)
  await prepare(services, 901, planned - 2 * mails)
  const begun = performance.now()
  const heapBefore = heap()
  let message: PlanMessage | undefined = { digest: 'daily', number: 901, shard: 'a' }
  const cpu = await cpuOf(async () => {
    while (message) {
      await planPortion(JSON.stringify(message), services, new Date())
      message = services.plan.messages.pop()
    }
  })
  const took = performance.now() - begun
  const perMillion = 1e6 / planned / 1_000
  console.log(
    `  planning ${planned} recipients: ${(took / 1_000).toFixed(1)} s, heap before and after ${heapBefore} and ${heap()} MB; a million: ${(took * perMillion).toFixed(0)} s of one planner, ${(cpu * perMillion).toFixed(0)} s of CPU, shared by 16 planners`,
  )
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Returns the megabytes in use. */
function heap(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return Math.round((heapUsed + arrayBuffers) / 1e6)
}
