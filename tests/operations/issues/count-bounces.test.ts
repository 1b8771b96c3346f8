import { expect, test } from 'vitest'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { countBounces } from '../../../operations/issues/count-bounces.ts'

const none = { bounced: 0, softBounced: 0, refused: 0, complained: 0 }

function stackOf(entries: readonly (readonly [address: string | undefined, outcome: string | undefined])[]) {
  const idOf = (index: number) => String(index).padStart(24, '0')
  return {
    deliveries: {
      async *list(): AsyncGenerator<Delivery> {
        for (const [index, [, outcome]] of entries.entries())
          yield { ...ledgerEntry('daily-1', { subscriberId: idOf(index), articles: [] }), outcome }
      },
    },
    subscribers: {
      getMany: async (ids: readonly string[]) =>
        ids.flatMap((id) => {
          const address = entries[Number(id)]?.[0]
          return address === undefined ? [] : [{ id, address } as Subscriber] // only these are read
        }),
    },
  }
}

test('bounces and complaints are counted by provider, the most first', async () => {
  const stack = stackOf([
    ['a@gmail.com', 'bounced'],
    ['b@gmail.com', 'delivered'],
    ['c@gmx.de', 'refused'],
    ['d@gmx.net', 'softBounced'],
    ['e@gmx.net', 'complained'],
    [undefined, 'bounced'],
    ['f@gmail.com', undefined],
  ])
  expect(await countBounces({ digest: 'daily', number: 1 }, stack)).toEqual({
    providers: [
      { provider: 'GMX', counts: { ...none, refused: 1, softBounced: 1, complained: 1 } },
      { provider: 'Gmail', counts: { ...none, bounced: 1 } },
    ],
    unknown: 1,
    read: 7,
    complete: true,
  })
})

test('a limited number of deliveries is read', async () => {
  const stack = stackOf(Array.from({ length: 5 }, (_, n) => [`${n}@gmail.com`, 'bounced']))
  const result = await countBounces({ digest: 'daily', number: 1 }, stack, 3)
  expect(result).toMatchObject({ read: 3, complete: false, providers: [{ counts: { bounced: 3 } }] })
})
