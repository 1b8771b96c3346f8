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
  const unused = { begin: () => {}, advance: () => {}, idle: async () => {} }
  expect(await seedOnce(unused, stack, unused)).toBeUndefined()
  expect([puts, memory.subscribers.size]).toEqual([[], 0])
})
