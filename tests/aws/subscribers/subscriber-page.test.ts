import { expect, test } from 'vitest'
import { addressStore } from '../../../aws/subscribers/address-store.ts'
import { listSubscriberPage, type SubscriberFilter } from '../../../aws/subscribers/subscriber-page.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { openTable } from '../open-table.ts'

test('a page lists the people who fit every filter, and nothing but people', async () => {
  const { dynamo } = await openTable()
  const people = [
    sampleSubscriber({ id: 'a', digest: 'daily', topics: ['asia'] }),
    sampleSubscriber({ id: 'b', digest: 'weekly', topics: ['asia', 'sport'] }),
    sampleSubscriber({ id: 'c', digest: 'weekly', topics: [], state: 'unsubscribed' }),
  ]
  const addresses = addressStore(dynamo, 'table')
  await addresses.addAll(people.map((subscriber) => ({ subscriber, hash: `h-${subscriber.id}` })))
  await addresses.addDeparture('nobody', { reason: 'unsubscribed' })
  const list = async (filter: SubscriberFilter, size = 9, after?: string) => {
    const page = await listSubscriberPage(dynamo, 'table', filter, after, size)
    return { ids: page.subscribers.map(({ id }) => id).toSorted(), after: page.after }
  }
  expect((await list({})).ids).toEqual(['a', 'b', 'c'])
  expect((await list({ state: 'confirmed' })).ids).toEqual(['a', 'b'])
  expect((await list({ digest: 'weekly' })).ids).toEqual(['b', 'c'])
  expect((await list({ topic: 'asia' })).ids).toEqual(['a', 'b'])
  expect((await list({ state: 'confirmed', digest: 'weekly', topic: 'sport' })).ids).toEqual(['b'])
  expect((await list({ state: 'pending' })).ids).toEqual([])
  const first = await list({}, 2)
  const rest = await list({}, 2, first.after)
  expect([...first.ids, ...rest.ids].toSorted()).toEqual(['a', 'b', 'c'])
  expect(rest.after).toBeUndefined()
})
