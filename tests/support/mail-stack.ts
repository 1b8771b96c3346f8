import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClock } from 'cdk-loopback/clock'
import type { LocalStack } from 'cdk-loopback/local-stack'
import { type LocalOptions, startLocal } from 'cdk-loopback/start-local'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import PostalMime, { type Email } from 'postal-mime'
import { synthesize } from '../../build/assembly.ts'
import { connect, profile } from '../../cli/connect.ts'
import type { Article } from '../../core/articles/article.ts'
import { countDeliveries, phaseOf } from '../../core/deliveries/progress.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { sampleArticle } from '../core/issues/sample-issue.ts'
import { compileCache } from './build.ts'
import { noBatchWindows } from './plans.ts'
import { withScan } from './scan-ledger.ts'

/** High enough that no test waits for the rate, unless it sets another quota. */
const quota = { max24HourSend: 1_000_000, maxSendRate: 10_000 }
/** A time far from every digest's schedule, so that moving the clock by some hours runs no digest. */
const start = new Date('2030-01-01T12:00:00Z')
/** Milliseconds. Longer than the visibility timeouts of the mail queues and the settling time of a delivery. */
const aWhile = 301_000

export type MailStack = Awaited<ReturnType<typeof startMailStack>>

/**
 * Starts the whole product on this machine, with helpers for tests of mails. An existing folder keeps its state.
 * @param prepare is done before work that is left in the folder is waited for
 */
export async function startMailStack(
  folder?: string,
  options: Partial<LocalOptions> = {},
  prepare: (stack: Stack) => Promise<void> = async () => {},
) {
  const data = folder ?? (await mkdtemp(path.join(tmpdir(), 'postrider-mail-')))
  const assembly = await synthesize()
  const { change = (plan: StackPlan) => plan } = options
  const quick = (plan: StackPlan) => change(noBatchWindows(plan))
  const clock = createClock()
  clock.move(start)
  const own = { assembly: assembly.folder, data, profile, quota, clock, compileCache }
  const local = await startLocal({ ...own, ...options, change: quick })
  const connected = await connect({ data })
  const deliveries = withScan(connected.deliveries, local, connected.settings.deliveriesTable)
  const stack = { ...connected, deliveries }
  await prepare(stack)
  // Messages of an earlier stack may wait for a later time. A missed run that failed on a busy machine is retried later.
  await (folder === undefined ? local.idle().catch(() => settle(local)) : settle(local))
  return {
    ...{ data, local, stack },
    ...audience(local, stack),
    ...newsroom(local, stack),
    ...mailbox(local, data),
    /** Reads an issue and counts its deliveries in the ledger. */
    count: async (digest: DigestName, number: number) => {
      const record = await stack.issues.get(digest, number)
      if (!record) throw new Error(`There is no issue ${digest} ${number}`)
      const deliveries = await Array.fromAsync(stack.deliveries.list(issueId(record)))
      return { state: phaseOf(record), counts: countDeliveries(deliveries.map(({ state }) => state)) }
    },
    /** Moves the clock until no work is pending. Failed work is retried. */
    settle: () => settle(local),
    close: async ({ keep = false } = {}) => {
      await local.close()
      if (!keep) await rm(data, { recursive: true, force: true })
    },
  }
}

type Stack = Awaited<ReturnType<typeof connect>>

function audience(local: LocalStack, stack: Stack) {
  let readers = 0
  /** Adds a subscriber who confirmed an hour ago, with a new address and an id that begins with `idStart`. */
  async function admit(changes: Partial<Subscriber> = {}, idStart = ''): Promise<Subscriber> {
    readers += 1
    const at = new Date(local.clock.now().getTime() - 3_600_000).toISOString()
    const subscriber: Subscriber = {
      id: idStart + randomBytes(12).toString('hex').slice(idStart.length),
      address: `reader-${readers}@example.org`,
      state: 'confirmed',
      digest: 'daily',
      topics: [],
      language: 'en',
      timeZone: 'UTC',
      consent: { source: 'test', at },
      createdAt: at,
      confirmedAt: at,
      unsubscribedAt: undefined,
      pausedUntil: undefined,
      revision: 1,
      ...changes,
    }
    await stack.subscribers.save(undefined, subscriber, await hash(subscriber.address))
    return subscriber
  }
  const erased = { reason: 'erased', by: 'operator' } as const
  const hash = async (address: string) => hashAddress(address, (await stack.readSecrets()).addressPepper)

  return {
    admit,
    hash,
    admitMany: (count: number, idStart = '') => Promise.all(Array.from({ length: count }, () => admit({}, idStart))),
    change: async (before: Subscriber, changes: Partial<Subscriber>): Promise<Subscriber> => {
      const after = { ...before, ...changes, revision: before.revision + 1 }
      await stack.subscribers.save(before, after, await hash(before.address))
      return after
    },
    erase: async (subscriber: Subscriber) =>
      stack.subscribers.erase(subscriber, await hash(subscriber.address), erased),
    /** Erases all subscribers, so that those of one test do not receive the issues of another. */
    dismiss: async () => {
      for await (const subscriber of stack.subscribers.list())
        await stack.subscribers.erase(subscriber, await hash(subscriber.address), erased)
    },
  }
}

function newsroom(local: LocalStack, stack: Stack) {
  let articles = 0
  return {
    /** Publishes articles that are pending for one or more digests. */
    publish: (count: number, digests: readonly DigestName[] = ['daily'], changes: Partial<Article> = {}) =>
      Promise.all(
        Array.from({ length: count }, async () => {
          articles += 1
          const liveAt = new Date(local.clock.now().getTime() + articles).toISOString()
          const id = `article-${String(articles).padStart(16, '0')}`
          const article = sampleArticle(id, { title: `Story ${articles}.`, liveAt, date: liveAt, ...changes })
          const { key } = article
          await stack.articles.save(
            undefined,
            {
              ...{ id, key, sequencer: '01', state: 'published', problems: [], at: liveAt },
              ...{ article, articleState: 'published', touched: [], revision: 1 },
            },
            digests,
          )
          return article
        }),
      ),
  }
}

function mailbox(local: LocalStack, data: string) {
  const captured = () => local.ses.mails({ limit: 1_000_000 }).toReversed()
  return {
    /** Lists the mails that SES accepted, oldest first. */
    captured,
    /** Parses the mails to one address. */
    mailsTo: ({ address }: { readonly address: string }): Promise<Email[]> => {
      const files = captured().filter((mail) => mail.destinations.includes(address))
      return Promise.all(files.map(async ({ file }) => PostalMime.parse(await readFile(path.join(data, 'mail', file)))))
    },
    /** Counts the mails to each of these subscribers. */
    mailsEach: (subscribers: readonly { readonly address: string }[]): number[] => {
      const all = captured().flatMap((mail) => mail.destinations)
      return subscribers.map(({ address }) => all.filter((each) => each === address).length)
    },
  }
}

/**
 * Returns whether a Lambda is running, or an event is being forwarded: then the clock must not be moved. Messages and
 * asynchronous invocations that wait for their time do not count.
 * @param busy the message of the error of `idle`
 */
export function isRunning(busy: string): boolean {
  return /[:,] (function |events of S)/.test(busy)
}

/** Moves the clock only while no Lambda runs, so that no sender outlives its claim. */
async function settle(local: LocalStack): Promise<void> {
  for (let quietMoves = 0, moves = 0; quietMoves < 2; ) {
    const busy = await local.idle({ timeoutMs: 100 }).then(
      () => '',
      (error: Error) => error.message,
    )
    if (isRunning(busy)) continue
    if (moves > 40) throw new Error(`It does not settle: ${busy}`)
    local.clock.move(aWhile)
    moves += 1
    quietMoves = busy === '' ? quietMoves + 1 : 0
  }
  await local.idle()
}
