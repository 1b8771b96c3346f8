import { expect, test } from 'vitest'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { recordUnsubscription } from '../../../lambdas/send-confirmation/record-unsubscription.ts'
import { memoryServices } from '../manage-subscription/memory-services.ts'
import { ada, link, type Memory, now, only, pending, unsubscribed } from '../manage-subscription/visitor.ts'

const oneClick = 'List-Unsubscribe=One-Click'
const sentAt = new Date('2026-11-20T12:00:00Z')

/** Handles a request of a mail program, which came at `sentAt`. */
function handle(
  memory: Memory,
  body = oneClick,
  token = link('unsubscribe', undefined, 'daily_12'),
  firstSent?: Date,
): Promise<void> {
  const attributes = {
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: String(now.getTime()),
    SenderId: 'api',
    SentTimestamp: String(sentAt.getTime()),
  }
  const stringValue = String(firstSent?.getTime())
  const messageAttributes = firstSent ? { 'first-sent': { dataType: 'String', stringValue } } : {}
  return recordUnsubscription({ body, messageId: 'm1', attributes, messageAttributes }, token, memory.services, now)
}

test.each([ada, pending])('a request unsubscribes a reader at the time when it came: $state', async (reader) => {
  const memory = memoryServices(reader)
  await handle(memory)
  expect(only(memory)).toMatchObject({ state: 'unsubscribed', unsubscribedAt: sentAt.toISOString() })
})

test('a request that arrives twice, or while something else changes the reader, counts once', async () => {
  const memory = memoryServices(ada)
  memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, digest: 'weekly', revision: 2 })
  await handle(memory)
  const once = only(memory)
  const changed = { state: 'unsubscribed', unsubscribedThrough: 'daily-12', digest: 'weekly', revision: 3 }
  expect(once).toMatchObject(changed)
  await handle(memory)
  expect(only(memory)).toBe(once)
  expect([...memory.left.values()]).toEqual([1])
})

test.each<[string, Subscriber]>([
  ['has confirmed since', { ...ada, consent: { ...ada.consent, confirmedFrom: 'x' }, confirmedAt: now.toISOString() }],
  ['has undone it', { ...ada, yesAt: now.toISOString() }],
  ['is unsubscribed', unsubscribed],
])('a request changes nothing for a reader who %s', async (_fact, reader) => {
  const memory = memoryServices(reader)
  await handle(memory)
  expect(only(memory)).toBe(reader)
})

test('a request of a scanner or with a forged token changes nothing, and neither does one of an erased reader', async () => {
  const memory = memoryServices(ada)
  await handle(memory, 'pressed=yes')
  await handle(memory, oneClick, link('preferences'))
  expect(only(memory)).toBe(ada)
  await expect(handle(memoryServices())).resolves.toBeUndefined()
})

test('a request that was sent again counts from when it came first', async () => {
  const first = new Date('2026-11-10T12:00:00Z')
  const between = { ...ada, yesAt: '2026-11-15T12:00:00.000Z' }
  const memory = memoryServices(between)
  await handle(memory, oneClick, undefined, first)
  expect(only(memory)).toBe(between)
  const later = memoryServices(ada)
  await handle(later, oneClick, undefined, new Date('2027-01-01T00:00:00Z')) // nobody can make a request later
  expect(only(later)).toMatchObject({ unsubscribedAt: sentAt.toISOString() })
})
