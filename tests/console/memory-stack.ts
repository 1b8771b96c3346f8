import type { Mail, MailBox } from '../../console/console-sources.ts'
import { type Receipt, receiptPath } from '../../core/articles/receipt.ts'
import { allDigestNames } from '../../core/configured-names.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import type { PortionProgress } from '../../core/deliveries/settled-counts.ts'
import { type Issue, type IssueRecord, issueSettings } from '../../core/issues/issue.ts'
import type { RemovedDigest } from '../../core/monitoring/removed-digests.ts'
import { parsePublication } from '../../core/publication.ts'
import type { Failure } from '../../core/read-failure.ts'
import { newDigest } from '../../core/schedules/digest-record.ts'
import type { ReasonText, ReasonTotals } from '../../core/subscribers/leaving-reason.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { AnnouncedEvent } from '../../operations/read-events.ts'
import type { Stack } from '../../operations/stack.ts'

export const publication = parsePublication(
  JSON.stringify({
    title: 'The Night Mail',
    description: 'Letters of credit and letters of joy.',
    siteUrl: 'https://night-mail.example.org',
    tag: 'night-mail.example.org,2026',
    sender: { name: 'The Night Mail', address: 'news@night-mail.example.org' },
    postalAddress: '1 Beattock Summit, Scotland',
  }),
)

export type Contents = {
  readonly receipts?: readonly Receipt[]
  readonly issues?: readonly IssueRecord[]
  readonly articles?: Issue['articles']
  /** By id of the link; undefined if links are not counted. */
  readonly clicks?: Readonly<Record<string, number>>
  readonly deliveries?: readonly Delivery[]
  /** By id of the issue. */
  readonly progress?: Readonly<Record<string, readonly PortionProgress[]>>
  readonly subscribers?: readonly Subscriber[]
  readonly failures?: readonly Failure[]
  readonly removedDigests?: readonly RemovedDigest[]
  readonly reasons?: readonly ReasonTotals[]
  readonly reasonTexts?: readonly ReasonText[]
  /** Newest first. */
  readonly events?: readonly AnnouncedEvent[]
}

export type PutFile = { readonly key: string; readonly text: string; readonly contentType: string }

/** The parts of a stack that most pages read. Other pages are tested on a real stack. */
type StackParts = Pick<Stack, 'site' | 'readRemovedDigests' | 'logs' | 'eventLog'> & {
  readonly settings: Pick<Stack['settings'], 'uploadsBucket' | 'ingestQueueUrl'>
  readonly uploads: Pick<
    Stack['uploads'],
    'list' | 'listPage' | 'listVersions' | 'look' | 'get' | 'getReceipt' | 'put' | 'putOver'
  >
  readonly articles: Pick<Stack['articles'], 'get' | 'find'>
  readonly bodies: Pick<Stack['bodies'], 'get'>
  readonly inserts: Pick<Stack['inserts'], 'get'>
  readonly corrections: Pick<Stack['corrections'], 'list' | 'listTaken' | 'listRecent'>
  readonly issues: Pick<Stack['issues'], 'getDigest' | 'listPending' | 'list' | 'get' | 'listDigests'>
  readonly deliveries: Pick<Stack['deliveries'], 'list' | 'readStatistics'>
  readonly unsubscriptions: Pick<Stack['unsubscriptions'], 'list'>
  readonly issueContent: Pick<Stack['issueContent'], 'get'>
  readonly clicks: Pick<Stack['clicks'], 'read'>
  readonly progress: Pick<Stack['progress'], 'listAll'>
  readonly subscribers: Pick<Stack['subscribers'], 'list'>
  readonly reasons: Pick<Stack['reasons'], 'listTotals' | 'listTexts'>
  readonly failures: Pick<Stack['failures'], 'count' | 'list' | 'redrive' | 'sources'>
}

/** Creates a stack in memory with these contents. It records uploads. `addReceipt` writes the receipt of an upload. */
export function memoryStack(contents: Contents = {}) {
  const { receipts = [], issues = [], articles = [], deliveries = [], progress = {}, subscribers = [] } = contents
  const { failures = [], removedDigests = [], reasons = [], reasonTexts = [], clicks, events = [] } = contents
  const bodies = new Map<string, { readonly body: string; readonly upload: string }>()
  const addReceipt = (receipt: Receipt, upload = '"etag"') => {
    bodies.set(receiptPath(receipt.key, 'json'), { body: JSON.stringify(receipt), upload })
    bodies.set(receiptPath(receipt.key, 'txt'), { body: 'not for the console', upload })
  }
  for (const receipt of receipts) addReceipt(receipt)
  const puts: PutFile[] = []
  const redriven: (string | undefined)[] = []
  const stack: StackParts = {
    site: { publication, url: 'http://127.0.0.1:4000' },
    settings: { uploadsBucket: 'uploads', ingestQueueUrl: 'http://127.0.0.1:4566/000000000000/ingest' },
    uploads: {
      async *list(prefix) {
        yield* [...bodies.keys()].filter((key) => key.startsWith(prefix)).sort()
      },
      listPage: async ({ prefix = '' }) => {
        const storedAt = new Date('2026-03-01T06:00:30Z')
        const receipts = [...bodies].map(([key, { body }]) => ({
          ...{ key, storedAt: storedAtOf(body, storedAt), etag: body, size: body.length },
        }))
        const keys = [...new Set(puts.map(({ key }) => key))]
        const uploaded = keys.map((key) => ({ key, storedAt, etag: '"1"', size: 1 }))
        return { objects: [...receipts, ...uploaded].filter(({ key }) => key.startsWith(prefix)) }
      },
      listVersions: async () => [],
      look: async (key) => stack.uploads.get(key, 0),
      getReceipt: async (path) => bodies.get(path),
      get: async (key) => {
        const at = puts.findLastIndex((put) => put.key === key)
        const bytes = new TextEncoder().encode(puts[at]?.text)
        const about = { contentType: undefined, etag: `"${at + 1}"`, storedAt: new Date('2026-03-01T06:00:30Z') }
        return at === -1 ? undefined : { bytes, size: bytes.length, ...about }
      },
      put: async (key, bytes, contentType) => {
        puts.push({ key, text: new TextDecoder().decode(bytes), contentType })
        return `"${puts.length}"`
      },
      async putOver(version, key, bytes, contentType) {
        const present = await stack.uploads.get(key, bytes.length)
        return present?.etag === version ? stack.uploads.put(key, bytes, contentType) : undefined
      },
    },
    articles: { get: async () => undefined, find: async () => undefined },
    bodies: {
      get: async (key) => {
        throw new Error(`There is no ${key}.`)
      },
    },
    inserts: { get: async () => undefined },
    corrections: { list: async () => [], listTaken: async () => [], listRecent: async () => [] },
    issues: {
      getDigest: async () => newDigest,
      listPending: async () => [],
      listDigests: async () =>
        allDigestNames(
          [],
          issues.map(({ digest }) => digest),
        ),
      get: async (digest, number) => issues.find((issue) => issue.digest === digest && issue.number === number),
      list: async (digest, limit = 1000) => issues.filter((issue) => issue.digest === digest).slice(0, limit),
    },
    issueContent: {
      get: async (key) => {
        const record = issues.find(({ contentKey }) => contentKey === key)
        if (!record) throw new Error(`There is no ${key}.`)
        const { digest, number, title, composedAt } = record
        const settings = { ...issueSettings(publication, digest), clicks: clicks && (true as const) }
        const times = { composedAt, scheduledAt: undefined, nextAt: undefined }
        const parts = { articles, note: undefined, sponsor: undefined, corrections: [] }
        return { digest, number, title, settings, ...times, ...parts }
      },
    },
    clicks: { read: async () => new Map(Object.entries(clicks ?? {})) },
    deliveries: {
      async *list(issueId) {
        yield* deliveries.filter((delivery) => delivery.issueId === issueId)
      },
      readStatistics: async () => ({ delivered: 300 }),
    },
    unsubscriptions: { list: async (digest) => new Map(digest === 'daily' ? [[1, 2]] : []) },
    progress: { listAll: async (issueId) => [...(progress[issueId] ?? [])] },
    subscribers: {
      async *list() {
        yield* subscribers
      },
    },
    reasons: { listTotals: async () => reasons, listTexts: async () => reasonTexts },
    readRemovedDigests: async () => removedDigests,
    eventLog: '/aws/events/Postrider',
    logs: {
      // The token is the number of events before the page.
      read: async (_group, { filter, limit, token = '0' }) => {
        const from = Number(token)
        const found = events.filter((event) => !filter || filter.includes(`"${event['detail-type']}"`))
        const lines = found.slice(from, from + limit).map((event) => ({
          ...{ id: event.id, at: new Date(event.time), message: JSON.stringify(event) },
        }))
        return { events: lines, token: from + limit < found.length ? String(from + limit) : undefined }
      },
    },
    failures: {
      sources: ['ingest', 'send'],
      count: async () => failures.length,
      list: async () => failures,
      redrive: async (source) => {
        redriven.push(source)
        return failures.filter((each) => source === undefined || each.source === source)
      },
    },
  }
  // Pages that read other parts are tested on a real stack.
  return { stack: stack as unknown as Stack, addReceipt, puts, redriven }
}

/** A receipt is stored when it is written. */
function storedAtOf(body: string, otherwise: Date): Date {
  return body.startsWith('{') ? new Date((JSON.parse(body) as Receipt).at) : otherwise
}

/** Creates a mailbox in memory. @param mails newest first */
export function memoryMailBox(mails: readonly Mail[]): MailBox {
  return {
    mails: ({ limit, before }) => {
      const start = before === undefined ? 0 : mails.findIndex(({ id }) => id === before) + 1
      return before !== undefined && start === 0 ? [] : mails.slice(start, start + limit)
    },
  }
}
