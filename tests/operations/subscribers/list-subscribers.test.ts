import { expect, test } from 'vitest'
import { list } from '../../../cli/subscribers/ls.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import type { Stack } from '../../../operations/stack.ts'
import { matchesFilter, readFilter, readSince } from '../../../operations/subscribers/list-subscribers.ts'
import { site } from '../../core/reading/sample.ts'

const now = new Date('2026-11-30T12:00:00.000Z')
const reader = (id: string, changes: Partial<Subscriber> = {}): Subscriber => ({
  ...{ id, address: `${id}@example.org`, state: 'confirmed', digest: 'daily', topics: [], language: 'en' },
  ...{ timeZone: 'Europe/London', consent: { source: 'form', at: '2026-11-01T00:00:00.000Z' } },
  ...{ createdAt: '2026-11-01T00:00:00.000Z', confirmedAt: '2026-11-01T00:00:00.000Z', revision: 1 },
  ...{ unsubscribedAt: undefined, pausedUntil: undefined },
  ...changes,
})
const readers = [
  reader('ada', { topics: ['asia'], name: 'Ada Lovelace' }),
  reader('grace', { state: 'pending', createdAt: '2026-11-29T00:00:00.000Z' }),
  reader('karl', { digest: 'weekly', topics: ['postal-history'] }),
]

/** A stack of whose stores only the list of subscribers and the names are read. */
const stack = {
  site,
  issues: { listDigests: async () => ['daily', 'weekly', 'former'] },
  changes: { listKnown: async () => [] },
  subscribers: {
    async *list(after?: string) {
      yield* readers.slice(readers.findIndex(({ id }) => id === after) + 1)
    },
  },
} as unknown as Stack

async function run(options: Parameters<typeof list>[0], isJson = false) {
  const written: string[] = []
  const answers: unknown[] = []
  const write = async (text: string) => void written.push(text)
  await list(options, stack, { report: { answer: (value) => void answers.push(value) }, write, isJson })
  return { text: written.join(''), answers }
}

test('subscribers are listed as lines, or as JSON with a place to continue', async () => {
  expect((await run({})).text).toBe(
    [
      '2026-11-01  confirmed     daily  ada@example.org  asia',
      '2026-11-29  pending       daily  grace@example.org  all topics',
      '2026-11-01  confirmed     weekly  karl@example.org  postal-history',
      '',
    ].join('\n'),
  )
  const first = JSON.parse((await run({ limit: '2' }, true)).text)
  expect(first).toMatchObject({ subscribers: [{ id: 'ada' }, { id: 'grace' }], next: 'grace' })
  const second = JSON.parse((await run({ limit: '2', after: first.next }, true)).text)
  expect(second.subscribers).toMatchObject([{ id: 'karl' }])
  expect(second.next).toBeUndefined()
  expect(JSON.parse((await run({ text: 'nobody' }, true)).text)).toEqual({ subscribers: [] })
})

test('subscribers are counted by state', async () => {
  expect((await run({ count: true, digest: 'daily' })).answers).toEqual([
    { total: 2, confirmed: 1, pending: 1, unsubscribed: 0 },
  ])
})

test('each field of a filter counts, and someone without topics gets all of them', () => {
  const idsOf = (filter: Parameters<typeof matchesFilter>[1]) =>
    readers.filter((each) => matchesFilter(each, filter)).map(({ id }) => id)
  expect(idsOf({ state: 'pending' })).toEqual(['grace'])
  expect(idsOf({ digest: 'weekly' })).toEqual(['karl'])
  expect(idsOf({ topic: 'asia' })).toEqual(['ada', 'grace'])
  expect(idsOf({ text: 'lovelace' })).toEqual(['ada'])
  expect(idsOf({ text: 'karl@' })).toEqual(['karl'])
  expect(idsOf({ since: readSince('7d', now) })).toEqual(['grace'])
  expect(idsOf({ since: readSince('2026-11-01', now), state: 'confirmed' })).toEqual(['ada', 'karl'])
})

test('a wrong value of a filter is refused with the nearest one', async () => {
  await expect(readFilter({ state: 'confirmd' }, stack, now)).rejects.toThrow('Did you mean confirmed?')
  await expect(readFilter({ digest: 'dayly' }, stack, now)).rejects.toThrow('Did you mean daily?')
  await expect(readFilter({ topic: 'asja' }, stack, now)).rejects.toThrow('Did you mean asia?')
  for (const day of ['2026-02-31', '7 days', '2026-13-01', 'yesterday'])
    await expect(readFilter({ since: day }, stack, now)).rejects.toThrow('is not a day')
  await expect(run({ limit: '0' })).rejects.toThrow('--limit takes a number from 1 up')
})
