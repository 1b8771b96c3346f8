import { expect, test } from 'vitest'
import { seed } from '../../../cli/start/seed.ts'
import { seedOnce } from '../../../cli/start/seed-once.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { stackOf } from '../subscribers/memory-stack.ts'

/** Creates a stack in memory that records uploads, each with the number of subscribers at that time. */
function sample(existing: readonly string[] = []) {
  const memory = memoryServices()
  const puts: { readonly key: string; readonly subscribers: number }[] = []
  const uploads = {
    async *list() {
      yield* existing
    },
    put: async (key: string) => void puts.push({ key, subscribers: memory.subscribers.size }),
  }
  return { memory, puts, stack: { ...stackOf(memory), uploads } as unknown as ReturnType<typeof stackOf> } // seed uses no more
}

test('the example subscribers are imported first, then the files beside articles, then the articles, oldest first', async () => {
  const { memory, puts, stack } = sample()
  expect(await seed(stack)).toBe(puts.length)
  const subscribers = memory.subscribers.size
  expect(subscribers).toBeGreaterThan(0)
  expect(puts.every((each) => each.subscribers === subscribers)).toBe(true)
  const keys = puts.map(({ key }) => key)
  expect(new Set(keys.map((key) => key.split('/')[0]))).toEqual(new Set(['articles', 'backfill']))
  const kinds = keys.map((key) => classifyKey(key).kind)
  expect(kinds).toEqual(kinds.toSorted((a, b) => b.localeCompare(a)))
  const dated = keys.filter((key) => /\/20\d\d\//.test(key) && classifyKey(key).kind === 'article')
  expect(dated.map((key) => key.split('/')[1])).toEqual(dated.map((key) => key.split('/')[1]).toSorted())
})

test('a stack that already has uploads is not changed', async () => {
  const { memory, puts, stack } = sample(['articles/a.md'])
  const unused = { begin: () => {}, advance: () => {}, log: () => {}, idle: async () => {}, site: '' }
  expect(await seedOnce(unused, stack, unused, '')).toBeUndefined()
  expect([puts, memory.subscribers.size]).toEqual([[], 0])
})

test('the first digest is mailed as soon as every upload has its receipt, while the site is still being built', async () => {
  const { puts, stack } = sample()
  const requests: { readonly digest: string; readonly requestId: string }[] = []
  Object.assign(stack, {
    uploads: {
      ...stack.uploads,
      async *list(prefix: string) {
        if (prefix === 'receipts/') yield* puts.map(({ key }) => `receipts/${key}.json`)
      },
    },
    compose: { add: async (request: (typeof requests)[number]) => void requests.push(request) },
    issues: {
      getDigest: async () => ({ runs: requests.map((request) => ({ ...request, outcome: 'composed', number: 1 })) }),
      get: async () => ({ state: 'submitted', counts: { submitted: 2 } }),
    },
    subscribers: { ...stack.subscribers, countRecipients: async () => ({ readers: 1 }) },
  })
  const deployed = Promise.resolve()
  const built = Promise.withResolvers<void>()
  const waits = [deployed, built.promise]
  const lines: string[] = []
  const shown = { begin: () => {}, advance: () => {}, log: (line: string) => void lines.push(line) }
  const local = { site: 'http://127.0.0.1:4000', idle: async () => waits.shift() }
  const order: string[] = []
  const first = seedOnce(local, stack, shown, 'http://127.0.0.1:4001').finally(() => order.push('ready'))
  await expect.poll(() => requests.length).toBe(1)
  order.push('built')
  built.resolve()
  expect(await first).toMatchObject({ mails: 2 })
  expect(order).toEqual(['built', 'ready'])
  expect(lines).toEqual([expect.stringContaining('http://127.0.0.1:4001/')])
})
