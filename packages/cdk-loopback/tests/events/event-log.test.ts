import { expect, test } from 'vitest'
import { order, startEventStack } from './event-stack.ts'

test('the last events of all buses are kept, newest first, also across a restart', async () => {
  const first = await startEventStack()
  for (const id of [1, 2, 3]) await first.put(order({ id }))
  await first.put({ ...order({ id: 4 }), Source: 'other', EventBusName: 'default' })
  const { stack } = await first.restart()
  const ids = (filter: Parameters<typeof stack.events.list>[0]) =>
    stack.events.list(filter).map(({ bus, event }) => [bus, event.detail])
  expect(ids({ limit: 10, source: 'shop' })).toEqual([3, 2, 1].map((id) => ['orders', { id }]))
  expect(ids({ limit: 10, source: 'other' })).toEqual([['default', { id: 4 }]])
  const [newest] = stack.events.list({ limit: 1, source: 'shop' })
  expect(ids({ limit: 1, source: 'shop', before: newest?.number ?? 0 })).toEqual([['orders', { id: 2 }]])
})

test('of each source, a thousand events are kept, and at most a hundred more', async () => {
  const { put, stack } = await startEventStack()
  await put({ ...order({ id: 'rare' }), Source: 'rare' })
  for (let start = 0; start < 1_110; start += 10)
    await put(...Array.from({ length: 10 }, (_, number) => order({ id: start + number })))
  const kept = stack.events.list({ limit: 2_000, source: 'shop' })
  expect(kept).toHaveLength(1_010)
  expect(kept.at(-1)?.event.detail).toEqual({ id: 100 })
  expect(stack.events.list({ limit: 10, source: 'rare' })).toHaveLength(1)
})
