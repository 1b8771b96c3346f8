import { expect, test } from 'vitest'
import { dispatch } from '../../src/queues/outbox.ts'

type Event = { readonly id: number }

function createOutbox(...ids: number[]) {
  const events: Event[] = ids.map((id) => ({ id }))
  const listeners: (() => void)[] = []
  return {
    events,
    add: (id: number) => {
      events.push({ id })
      for (const listener of listeners) listener()
    },
    pendingEvents: (limit: number) => events.slice(0, limit),
    acknowledgeEvent: (id: number) =>
      void events.splice(
        events.findIndex((event) => event.id === id),
        1,
      ),
    onEvents: (listener: () => void) => void listeners.push(listener),
  }
}

test('events of the last run and new ones are delivered in order and acknowledged', async () => {
  const outbox = createOutbox(1, 2)
  const delivered: number[] = []
  const dispatcher = dispatch(
    outbox,
    async ({ id }) => void delivered.push(id),
    () => {},
  )
  outbox.add(3)
  await expect.poll(() => delivered).toEqual([1, 2, 3])
  outbox.add(4)
  await expect.poll(() => outbox.events).toEqual([])
  expect(delivered).toEqual([1, 2, 3, 4])
  await dispatcher.close()
})

test('an event whose delivery fails is reported, and is retried before the next one', async () => {
  const outbox = createOutbox(1, 2)
  const log: string[] = []
  const delivered: number[] = []
  let failures = 1
  const deliver = async ({ id }: Event) => {
    if (failures-- > 0) throw new Error('full')
    delivered.push(id)
  }
  const dispatcher = dispatch(outbox, deliver, (line) => log.push(line))
  await expect.poll(() => delivered).toEqual([1, 2])
  expect(log).toEqual(['An event could not be delivered and will be tried again: Error: full'])
  await dispatcher.close()
})

test('closing finishes the current delivery and leaves the other events in the outbox', async () => {
  const outbox = createOutbox(1, 2)
  const gate = Promise.withResolvers<void>()
  const dispatcher = dispatch(
    outbox,
    () => gate.promise,
    () => {},
  )
  const closed = dispatcher.close()
  gate.resolve()
  await closed
  expect(outbox.events).toEqual([{ id: 2 }])
})
