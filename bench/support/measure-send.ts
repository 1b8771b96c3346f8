import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { deliveryStore } from '../../aws/deliveries/delivery-store.ts'
import { progressStore } from '../../aws/deliveries/progress-store.ts'
import { sendPace } from '../../aws/deliveries/send-pace-store.ts'
import { softBounceStore } from '../../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../../aws/feedback/suppression-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import { type Delivery, deliveryTags } from '../../core/deliveries/delivery.ts'
import { startChains } from '../../core/deliveries/plan-chains.ts'
import { composeIssue, issueRecord } from '../../core/issues/compose-issue.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { Mail } from '../../core/mail/submission.ts'
import type { PlanMessage, SendMessage } from '../../core/messages.ts'
import { addRun } from '../../core/schedules/digest-record.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { planPortion } from '../../lambdas/plan-deliveries.ts'
import { recordFeedback } from '../../lambdas/record-feedback.ts'
import { sendDeliveries } from '../../lambdas/send-deliveries.ts'
import { openTables } from './open-tables.ts'
import { sampleArticle, sampleSite, sampleSubscriber, secrets } from './samples.ts'
import { tray } from './tray.ts'

/** Requests and capacity units of DynamoDB. */
type Usage = { requests: number; units: number }
/** By Lambda, operation and the start of the partition key: `send-deliveries PutItem delivery#`. */
type Meter = Map<string, Usage>

/** What the mails of an issue use, from planning to SES's reports of their delivery. */
export type SendUsage = {
  readonly mails: number
  /** Per mail. */
  readonly writeUnits: number
  readonly readUnits: number
  readonly byRequest: ReadonlyMap<string, Usage>
}

const at = '2026-11-21T06:00:00.000Z'
const reads = new Set(['GetItem', 'BatchGetItem', 'Query'])

/** Plans and sends an issue, and records SES's Send and Delivery event of each mail. Counts what DynamoDB charges. */
export async function measureSend(mails: number, articleCount: number): Promise<SendUsage> {
  // One table stands for all but the issues: units do not depend on the table.
  const { dynamo, close } = await openTables({ indexed: ['table'], plain: ['issues'] })
  try {
    const meter: Meter = new Map()
    const site = sampleSite()
    const articles = Array.from({ length: articleCount }, (_, n) => sampleArticle(String(n).padStart(24, 'a')))
    const issue = composeIssue(site, 'daily', 12, articles, at)
    await prepare(dynamo, issue, mails)
    const plan = tray<PlanMessage>()
    const send = tray<SendMessage>()
    const events: object[] = []
    const servicesOf = (lambda: string) => ({
      ...storesOf(metered(dynamo, lambda, meter)),
      ...{ site, plan, send, writers: new Map([[issueRecord(issue).contentKey, writeMail]]) },
      ...{ readSecrets: async () => secrets, secrets: async () => secrets, readSendPace: async () => undefined },
      content: { get: async () => issue, put: async () => {} },
      corrections: { listTaken: async () => [] },
      mail: { submit: (mail: Mail) => accept(mail, events), getQuota },
    })
    const now = new Date(at)
    for (const message of startChains(issue, site.publication)) await plan.add(message)
    const planner = servicesOf('plan-deliveries') as never // has what the Lambda uses of its services
    for (let next = plan.messages.shift(); next; next = plan.messages.shift())
      await planPortion(JSON.stringify(next), planner, now)
    const sender = servicesOf('send-deliveries') as never // has what the Lambda uses of its services
    for (const message of send.messages.splice(0)) await sendDeliveries(JSON.stringify(message), sender, now)
    const recorder = servicesOf('record-feedback') as never // has what the Lambda uses of its services
    for (const event of events) await recordFeedback(JSON.stringify(event), recorder, now)
    const record = await issueStore(dynamo, 'issues').get('daily', 12)
    if (record?.counts?.submitted !== mails) throw new Error(`The issue has not ended: ${JSON.stringify(record)}`)
    return summarize(meter, mails)
  } finally {
    await close()
  }
}

function summarize(meter: Meter, mails: number): SendUsage {
  const unitsOf = (isRead: boolean) =>
    [...meter]
      .filter(([name]) => reads.has(name.split(' ')[1] ?? '') === isRead)
      .reduce((sum, [, { units }]) => sum + units, 0) / mails
  return { mails, writeUnits: unitsOf(false), readUnits: unitsOf(true), byRequest: meter }
}

function storesOf(dynamo: DynamoDBDocumentClient) {
  return {
    issues: issueStore(dynamo, 'issues'),
    deliveries: deliveryStore(dynamo, 'table'),
    progress: progressStore(dynamo, 'table'),
    subscribers: subscriberStore(dynamo, 'table'),
    suppressions: suppressionStore(dynamo, 'table'),
    softBounces: softBounceStore(dynamo, 'table'),
    pace: sendPace(dynamo, 'table', { getQuota }),
  }
}

/** Unlimited, so that no sender waits. */
const getQuota = async () => ({ perSecond: 1_000_000, perDay: -1, sentToday: 0 })

async function prepare(dynamo: DynamoDBDocumentClient, issue: Issue, count: number): Promise<void> {
  const { issues, subscribers } = storesOf(dynamo)
  const run = { at, outcome: 'composed', number: issue.number, requestId: 'bench' } as const
  const before = await issues.getDigest(issue.digest)
  await issues.addRun(
    issue.digest,
    addRun(before, run),
    { marks: [], inserts: [], corrections: [] },
    issueRecord(issue),
  )
  const people = Array.from({ length: count }, (_, n) => subscriberOf(n))
  for (let start = 0; start < count; start += 25) {
    const some = people.slice(start, start + 25)
    await Promise.all(
      some.map((each) => subscribers.save(undefined, each, hashAddress(each.address, secrets.addressPepper))),
    )
  }
}

/** Returns one of many subscribers, who are in all shards. */
function subscriberOf(n: number): Subscriber {
  const id = (n % 16).toString(16) + String(n).padStart(23, '0')
  return sampleSubscriber({ id, address: `reader-${n}@example.org`, timeZone: 'UTC' })
}

/** Returns a client that adds up what DynamoDB charges for each request. */
function metered(dynamo: DynamoDBDocumentClient, lambda: string, meter: Meter): DynamoDBDocumentClient {
  const send = async (command: { readonly input: Record<string, unknown> }) => {
    command.input.ReturnConsumedCapacity = 'TOTAL'
    const answer = (await dynamo.send(command as never)) as { readonly ConsumedCapacity?: Charge | Charge[] } // as requested
    const units = [answer.ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0)
    const name = `${lambda} ${operationOf(command)} ${keyOf(command.input)}`
    const usage = meter.get(name) ?? { requests: 0, units: 0 }
    meter.set(name, { requests: usage.requests + 1, units: usage.units + units })
    return answer
  }
  return Object.assign(Object.create(dynamo), { send })
}

type Charge = { readonly CapacityUnits?: number }

function operationOf(command: object): string {
  const operation = command.constructor.name.replace('Command', '')
  const names: Record<string, string> = {
    Get: 'GetItem',
    Put: 'PutItem',
    Update: 'UpdateItem',
    BatchGet: 'BatchGetItem',
  }
  return names[operation] ?? operation
}

/** Returns the start of the first partition key of a request: `delivery#`. */
function keyOf(input: Record<string, unknown>): string {
  const [, key = ''] = /"(?:pk|:pk)":"([a-z-]+#?)/.exec(JSON.stringify(input)) ?? []
  return key
}

function writeMail(delivery: Delivery, { address }: Subscriber): Mail {
  return { source: 'post@example.org', destination: address, raw: new Uint8Array(), tags: deliveryTags(delivery) }
}

/** Accepts a mail as SES does, and adds its Send and Delivery events. */
async function accept({ tags, destination }: Mail, events: object[]) {
  const messageId = `0100019a${String(events.length).padStart(8, '0')}-1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901-000000`
  const lists = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]))
  const mail = { timestamp: at, source: 'post@example.org', messageId, destination: [destination], tags: lists }
  events.push({ eventType: 'Send', mail, send: {} })
  events.push({ eventType: 'Delivery', mail, delivery: { timestamp: at, recipients: [destination] } })
  return { kind: 'submitted', messageId } as const
}
