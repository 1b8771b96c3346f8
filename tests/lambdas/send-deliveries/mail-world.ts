import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import { deliveryStore } from '../../../aws/deliveries/delivery-store.ts'
import { progressStore } from '../../../aws/deliveries/progress-store.ts'
import { softBounceStore } from '../../../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../../../aws/feedback/suppression-store.ts'
import { issueStore } from '../../../aws/issues/issue-store.ts'
import { type OpenTables, openTables } from '../../../bench/support/open-tables.ts'
import { isSettled } from '../../../core/deliveries/apply-delivery.ts'
import { type Delivery, deliveryTags } from '../../../core/deliveries/delivery.ts'
import { countDeliveries } from '../../../core/deliveries/progress.ts'
import { issueRecord } from '../../../core/issues/compose-issue.ts'
import { type DeliveryCounts, type Issue, type IssueRecord, issueId } from '../../../core/issues/issue.ts'
import { openIssueKey } from '../../../core/keys.ts'
import type { Mail, Submission } from '../../../core/mail/submission.ts'
import type { ControlMessage, PlanMessage, SendMessage } from '../../../core/messages.ts'
import { addRun } from '../../../core/schedules/digest-record.ts'
import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import { type Subscriber, shards } from '../../../core/subscribers/subscriber.ts'
import { controlIssue } from '../../../lambdas/control-issue.ts'
import { planPortion } from '../../../lambdas/plan-deliveries.ts'
import { recordFeedback } from '../../../lambdas/record-feedback.ts'
import { sendDeliveries } from '../../../lambdas/send-deliveries.ts'
import { sesEvent } from '../../core/feedback/sample-event.ts'
import { sampleIssue, sampleSite } from '../../core/issues/sample-issue.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'

/** A message and the Lambda that consumes it. Messages are delivered in any order. */
export type Work =
  | { readonly lambda: 'plan'; readonly message: PlanMessage }
  | { readonly lambda: 'send'; readonly message: SendMessage }
  | { readonly lambda: 'feedback'; readonly message: object }
  | { readonly lambda: 'control'; readonly message: ControlMessage }

/** The call at which an invocation dies, counted from 0, and whether the call still takes effect. */
export type Crash = { readonly call: number; readonly effect: boolean }

/** What SES does with a mail. `lost`: it accepts the mail, but the sender gets no answer. */
export type Fate = 'accept' | 'throttle' | 'reject' | 'lose' | 'vanish' | 'acceptLate' | 'loseLate'

const consumers = { plan: planPortion, send: sendDeliveries, feedback: recordFeedback }

class Crashed extends Error {}

/** Opens an embedded DynamoDB with the tables of mails. */
export const openMailTables = () => openTables({ plain: ['issues', 'deliveries', 'subscribers'] })

export type WorldOptions = {
  readonly tables: OpenTables
  readonly number: number
  readonly onUnknown: 'leave' | 'resend'
  readonly fates: Iterator<Fate>
}

/** An issue of 40 recipients, in two portions of shard `a` and one of shard `b`, with all that works on it. */
export async function createWorld({ tables: { dynamo }, number, onUnknown, fates }: WorldOptions) {
  const site = sampleSite({ onUnknown })
  const issue: Issue = { ...sampleIssue(site), number }
  const record = issueRecord(issue)
  const id = issueId(issue)
  const audience = createAudience(number)
  const stores = servicesOf(dynamo)
  const before = await stores.issues.getDigest('daily')
  const run = { at: record.composedAt, outcome: 'composed', number, requestId: `request-${number}` } as const
  await stores.issues.addRun('daily', addRun(before, run), { marks: [], inserts: [], corrections: [] }, record)

  const works: Work[] = []
  /** Events that arrive only when everything else is done. */
  const lateWorks: Work[] = []
  let now = Date.parse('2026-11-21T06:00:00.000Z')
  let mails = 0
  let ends = 0

  /** Creates the services of one invocation. After a crash, none of them does anything more. */
  function invocation(crash: Crash | undefined) {
    let calls = 0
    let isDead = false
    async function call<Result>(act: () => Promise<Result>): Promise<Result> {
      if (isDead) throw new Crashed()
      const dies = calls === crash?.call
      calls += 1
      isDead ||= dies
      if (dies && !crash?.effect) throw new Crashed()
      const result = await act()
      if (dies) throw new Crashed()
      return result
    }
    const client: DynamoDBDocumentClient = Object.assign(Object.create(dynamo), {
      send: (command: never) => call(async () => dynamo.send(command)),
    })
    const queueOf = (lambda: Work['lambda']) => {
      const add = async (message: never) => call(async () => void works.push({ lambda, message }))
      return { add, addAll: async (messages: readonly never[]) => Promise.all(messages.map(add)).then(() => {}) }
    }
    const services = servicesOf(client)
    const submit = async (mail: Mail) => call(async () => submitTo(mail))
    return {
      ...services,
      issues: {
        ...services.issues,
        submit: async (...args: Parameters<typeof services.issues.submit>) => {
          const result = await services.issues.submit(...args)
          if (result === 'submitted') ends += 1
          return result
        },
      },
      ...{ site, readSecrets: async () => secrets, secrets: async () => secrets, readSendPace: async () => undefined },
      content: { get: async () => issue, put: async () => {} },
      corrections: { listTaken: async () => [], putTaken: async () => {} },
      subscribers: { ...audience.subscribers },
      suppressions: audience.suppressions(services.suppressions),
      ...{ plan: queueOf('plan'), send: queueOf('send'), control: queueOf('control') },
      countCalls: () => calls,
      mail: { submit, getQuota: async () => ({ perSecond: 10, perDay: -1, sentToday: 0 }) },
      pace: {
        reserve: async (count: number, at: number) =>
          ({ kind: 'reserved', count: Math.min(count, 10), startsAt: at, interval: 0 }) as const,
        overtake: async () => {},
        backOff: async () => {},
      },
      writers: new Map([[record.contentKey, writeMail]]),
    }
  }

  function submitTo({ tags }: Mail): Submission {
    const fate = fates.next().value as Fate // the iterator has no end
    mails += 1
    const messageId = `ses-${mails}`
    const error = new Error('no answer')
    if (fate === 'throttle') return { kind: 'throttled' }
    if (fate === 'reject') return { kind: 'rejected', reason: 'MessageRejected' }
    if (fate === 'vanish') return { kind: 'unknown', error }
    const target = fate === 'acceptLate' || fate === 'loseLate' ? lateWorks : works
    for (const event of eventsOf(messageId, tags)) target.push({ lambda: 'feedback', message: event })
    return fate === 'lose' || fate === 'loseLate' ? { kind: 'unknown', error } : { kind: 'submitted', messageId }
  }

  async function handle({ lambda, message }: Work, crash: Crash | undefined): Promise<number> {
    const services = invocation(crash)
    const uses = services as never // has what each Lambda uses of its services
    const at = new Date(now)
    if (lambda === 'control') await controlIssue(message, uses, { now: at, remaining: () => 120_000 })
    else await consumers[lambda](JSON.stringify(message), uses, at)
    return services.countCalls()
  }

  return {
    works,
    lateWorks,
    start: () => {
      for (const shard of shards.slice(0, 2))
        works.push({ lambda: 'plan', message: { ...name(number), shard, step: 2 } })
    },
    command: (order: ControlMessage['order']) => works.push({ lambda: 'control', message: { ...name(number), order } }),
    pause: () => stores.issues.pause(name(number), 'operator', new Date(now).toISOString()),
    /** Delivers a message, and returns the number of its calls. If its Lambda dies, the message is delivered again later. */
    deliver: async (work: Work, crash?: Crash): Promise<number> => {
      try {
        return await handle(work, crash)
      } catch (error) {
        if (!(error instanceof Crashed)) throw error
        works.push(work)
        return 0
      }
    },
    moveClock: (seconds: number) => {
      now += seconds * 1000
    },
    ends: () => ends,
    record: async (): Promise<IssueRecord | undefined> => stores.issues.get('daily', number),
    isListedAsOpen: async (): Promise<boolean> => {
      const { Item } = await dynamo.send(new GetCommand({ TableName: 'issues', Key: openIssueKey('daily', number) }))
      return Item !== undefined
    },
    /** Returns the deliveries of the people who were chosen; undefined if the ledger lacks one. */
    ledger: async (): Promise<(Delivery | undefined)[]> => {
      const portions = await Promise.all(
        [...shards].flatMap((shard) => [1, 2, 3].map((portion) => stores.progress.getPortion(id, shard, portion))),
      )
      const chosen = portions.flatMap((each) => each?.batches ?? []).flatMap(({ recipients }) => recipients)
      const stored = await stores.deliveries.getMany(id, audience.ids)
      const byId = new Map(stored.map(({ delivery }) => [delivery.subscriberId, delivery]))
      expect(byId.size).toBeLessThanOrEqual(chosen.length)
      return chosen.map(({ subscriberId }) => byId.get(subscriberId))
    },
    isAccountedFor: (delivery: Delivery | undefined): boolean =>
      delivery !== undefined && isSettled(delivery, new Date(now).toISOString(), onUnknown),
  }
}

export function countLedger(ledger: readonly (Delivery | undefined)[]): DeliveryCounts {
  return countDeliveries(ledger.map((delivery) => delivery?.state ?? 'pending'))
}

const name = (number: number) => ({ digest: 'daily', number }) as const

function servicesOf(dynamo: DynamoDBDocumentClient) {
  return {
    issues: issueStore(dynamo, 'issues'),
    deliveries: deliveryStore(dynamo, 'deliveries'),
    progress: progressStore(dynamo, 'deliveries'),
    suppressions: suppressionStore(dynamo, 'subscribers'),
    softBounces: softBounceStore(dynamo, 'subscribers'),
  }
}

/**
 * Forty people: one of them has unsubscribed since, and one is suppressed. Every second time that they are listed, another
 * one is missing, because people come and go.
 */
function createAudience(number: number) {
  let lists = 0
  const idOf = (start: string, n: number) => start + String(number * 1000 + n).padStart(23, '0')
  const pages: Readonly<Record<string, readonly (readonly string[])[]>> = {
    a: [
      Array.from({ length: 31 }, (_, n) => idOf('a', n)),
      [],
      Array.from({ length: 6 }, (_, n) => idOf('a', 100 + n)),
    ],
    b: [Array.from({ length: 3 }, (_, n) => idOf('b', n))],
  }
  const ids = Object.values(pages).flat(2)
  const subscriberOf = (id: string): Subscriber => sampleSubscriber({ id, address: `${id}@example.org` })
  const left = ids[3]
  const suppressed = hashAddress(`${ids[33]}@example.org`, secrets.addressPepper)
  return {
    ids,
    subscribers: {
      listRecipients: async (_digest: string, shard: string, cursor: string | undefined) => {
        const place = Number(cursor ?? 0)
        const all = pages[shard] ?? [[]]
        const next = place + 1 < all.length ? String(place + 1) : undefined
        lists += 1
        const missing = lists % 2 === 0 ? lists % 7 : -1
        const present = (all[place] ?? []).filter((_id, n) => n !== missing)
        return { subscribers: present.map(subscriberOf), cursor: next }
      },
      getMany: async (some: readonly string[]) =>
        some.map((id) => ({ ...subscriberOf(id), ...(id === left && { state: 'unsubscribed' as const }) })),
    },
    suppressions: (store: ReturnType<typeof suppressionStore>) => ({
      ...store,
      getMany: async (hashes: readonly string[]) => {
        const reason = { reason: 'bounce', at: '2026-11-01T00:00:00.000Z' } as const
        return new Map(hashes.filter((hash) => hash === suppressed).map((hash) => [hash, reason]))
      },
    }),
  }
}

function eventsOf(messageId: string, { issue = '', delivery = '' }: Mail['tags']): object[] {
  const tags = { issue: [issue], delivery: [delivery] }
  const delivered = { timestamp: '2026-11-21T06:00:04.000Z', recipients: [`${delivery}@example.org`] }
  return [sesEvent('Send', { send: {} }, tags), sesEvent('Delivery', { delivery: delivered }, tags)].map((event) => ({
    ...event,
    mail: { ...event.mail, messageId },
  }))
}

function writeMail(delivery: Delivery, { address }: Subscriber): Mail {
  return { source: 'post@example.org', destination: address, raw: new Uint8Array(), tags: deliveryTags(delivery) }
}
