import type { FaultRule } from 'cdk-loopback/fault-rule'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EventType } from '../../core/events/event-types.ts'
import { readEvents } from '../../operations/read-events.ts'
import { checkEvent } from '../support/event-validator.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let seen: ReadonlySet<string> = new Set()

const readAll = async () => (await readEvents(mails.stack, { limit: 1000 })).events
const noteSeen = async () => {
  seen = new Set((await readAll()).map(({ id }) => id))
}

beforeAll(async () => {
  mails = await startMailStack()
})
beforeEach(async () => {
  await mails.local.idle()
  await noteSeen()
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

type Event = { readonly type: string; readonly detail: Record<string, unknown> & { readonly id: string } }

/** Lists the events that a test caused, oldest first, without repetitions. Each must fit its schema. */
async function announced(): Promise<readonly Event[]> {
  await mails.local.idle()
  const events = (await readAll()).filter(({ id }) => !seen.has(id))
  const all = events.toReversed().map((event) => {
    const detail = event.detail as unknown as Event['detail'] // its schema requires an id
    expect(checkEvent(event['detail-type'], detail)).toEqual([])
    expect(JSON.stringify(detail), 'an address').not.toMatch(/@|example\.org(?!,|")/)
    return { type: event['detail-type'], detail }
  })
  return [...new Map(all.map((event) => [event.detail.id, event])).values()]
}

const typesOf = (events: readonly Event[]) => events.map(({ type }) => type)
const idOf = ({ detail }: Event) => (detail.article ?? detail.subscriber) as { readonly id: string } // by their schemas

const upload = (key: string, text: string) => mails.stack.uploads.put(key, Buffer.from(text), 'text/markdown')
const later = new Date('2030-01-02T09:00:00Z')

test('the life of an article is announced: published, corrected, hidden, published again, withdrawn', async () => {
  const key = 'articles/announced/life.md'
  const types: string[][] = []
  const after = async (text: string) => {
    await upload(key, text)
    await mails.local.idle()
    const events = await announced()
    types.push(typesOf(events.slice(types.flat().length)))
  }
  await after('---\ndraft: true\n---\n# The harbour\n\nNot yet.')
  await after('# The harbour\n\nIt reopens.')
  await after('# The harbour\n\nIt reopens.')
  await after('# The harbour\n\nIt reopens on Monday.')
  await after('no title')
  await after('---\ndraft: true\n---\n# The harbour\n\nWrong.')
  await after('# The harbour\n\nIt reopens on Tuesday.')
  expect(types).toEqual([
    [],
    ['Article Published'],
    [],
    ['Article Corrected'],
    [],
    ['Article Withdrawn'],
    ['Article Published'],
  ])
  const published = (await announced()).filter(({ type }) => type === 'Article Published')
  expect(published.map(({ detail }) => detail.first)).toEqual([true, false])
  expect(published[0]?.detail.article).toMatchObject({ title: 'The harbour', slug: 'the-harbour', source: 'news' })
})

test('a scheduled article is announced when it goes live', async () => {
  const due = new Date(mails.local.clock.now().getTime() + 3_600_000).toISOString()
  await upload('articles/announced/later.md', `---\ndate: ${due}\n---\n# The ferry\n\nIt sails.`)
  expect(await announced()).toEqual([])
  mails.local.clock.move(3_660_000)
  await expect.poll(async () => typesOf(await announced())).toEqual(['Article Published'])
})

test('a subscriber is announced by id: confirmed, unsubscribed, erased', async () => {
  const pending = await mails.admit({ state: 'pending', confirmedAt: undefined })
  const confirmed = await mails.change(pending, { state: 'confirmed', confirmedAt: pending.createdAt })
  const moved = await mails.change(confirmed, { digest: 'weekly', topics: ['asia'] })
  const left = await mails.change(moved, { state: 'unsubscribed', unsubscribedAt: pending.createdAt })
  await mails.erase(left)
  const events = await announced()
  expect(typesOf(events)).toEqual(['Subscriber Confirmed', 'Subscriber Unsubscribed', 'Subscriber Unsubscribed'])
  expect(new Set(events.map((event) => idOf(event).id))).toEqual(new Set([pending.id]))
  expect(events.map(({ detail }) => detail.erased)).toEqual([undefined, false, true])
  const text = JSON.stringify(events)
  expect(text).not.toContain(pending.address)
  expect(text).not.toContain(await mails.hash(pending.address))
})

test('an issue is announced when it is composed and when it ends, and a suppression with the subscriber', async () => {
  const bounced = await mails.admit({ address: 'bounce@simulator.amazonses.com' })
  await mails.publish(1)
  await mails.local.idle()
  await noteSeen()
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.local.idle()
  const number = (await mails.stack.issues.getDigest('daily')).lastNumber
  const events = await announced()
  expect(typesOf(events)).toEqual(
    expect.arrayContaining(['Issue Composed', 'Issue Submitted', 'Subscriber Suppressed']),
  )
  const detailOf = (type: EventType) => events.find((event) => event.type === type)?.detail
  expect(detailOf('Issue Composed')?.issue).toMatchObject({ id: `daily-${number}`, number })
  expect(detailOf('Issue Submitted')).toMatchObject({ issue: { number }, counts: { recipients: 1, submitted: 1 } })
  expect(detailOf('Subscriber Suppressed')).toMatchObject({ reason: 'bounce', subscriber: { id: bounced.id } })
})

test('the suppression of an address without a subscriber is not announced', async () => {
  await mails.stack.suppressions.add(await mails.hash('nobody@example.org'), {
    reason: 'operator',
    at: later.toISOString(),
  })
  expect(await announced()).toEqual([])
})

const putEvents = { service: 'events', operation: 'PutEvents' } as const
const announcer = () =>
  mails.local.plan.functions.find(({ logicalId }) => logicalId.includes('AnnounceChanges'))?.logicalId ?? ''
const faults: readonly [string, () => FaultRule][] = [
  ['the bus throttles', () => ({ ...putEvents, fault: 'throttle', times: 10 })],
  ['the bus fails', () => ({ ...putEvents, fault: 'fail', times: 10 })],
  ['the answer of the bus is lost', () => ({ ...putEvents, fault: 'lose-response', times: 5 })],
  ['the Lambda dies before it puts events', () => ({ ...putEvents, fault: 'kill-before' })],
  ['the Lambda dies after it has put events', () => ({ ...putEvents, fault: 'kill-after' })],
  ['Lambda throttles', () => ({ service: 'lambda', resource: announcer(), fault: 'throttle', times: 3 })],
  ['Lambda invokes it twice', () => ({ service: 'lambda', resource: announcer(), fault: 'repeat', times: 3 })],
]

test.each(faults)('if %s, nothing is lost, and what is repeated has the same id', async (_what, rule) => {
  const fault = mails.local.faults.add(rule())
  const subscribers = await mails.admitMany(15)
  for (const subscriber of subscribers.slice(0, 5)) {
    await mails.change(subscriber, { state: 'unsubscribed', unsubscribedAt: subscriber.createdAt })
  }
  await mails.local.idle({ timeoutMs: 60_000 })
  expect(fault.hits).toBeGreaterThan(0)
  const events = await announced()
  const idsOf = (type: EventType) =>
    events
      .filter((event) => event.type === type)
      .map((event) => idOf(event).id)
      .toSorted()
  const expected = subscribers.map(({ id }) => id)
  const [ofFirst] = [...Map.groupBy(events, (event) => idOf(event).id)].filter(([id]) => id === expected[0])
  expect(typesOf(ofFirst?.[1] ?? []), 'the order for one person').toEqual([
    'Subscriber Confirmed',
    'Subscriber Unsubscribed',
  ])
  expect(idsOf('Subscriber Confirmed')).toEqual(expected.toSorted())
  expect(idsOf('Subscriber Unsubscribed')).toEqual(expected.slice(0, 5).toSorted())
})

test('the log of the stack has the events of each type, newest first, page by page', async () => {
  await mails.admitMany(3)
  await mails.local.idle()
  await mails.publish(1)
  await mails.local.idle()
  const [newest] = await readAll()
  expect(newest?.['detail-type']).toBe('Article Published')
  const query = { limit: 2, type: 'Subscriber Confirmed' } as const
  const first = await readEvents(mails.stack, query)
  const second = await readEvents(mails.stack, { ...query, token: first.token })
  const ids = [...first.events, ...second.events].map(({ id }) => id)
  expect(new Set(ids).size).toBeGreaterThan(2)
  const all = (await readAll()).filter((event) => event['detail-type'] === 'Subscriber Confirmed').map(({ id }) => id)
  expect(ids).toEqual(all.slice(0, ids.length))
})
