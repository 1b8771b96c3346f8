import { expect, test } from 'vitest'
import { deliveryStore } from '../../../aws/deliveries/delivery-store.ts'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import { openTable } from '../open-table.ts'

const planned = (subscriberId: string): Delivery => ledgerEntry('daily-1', { subscriberId, articles: ['a'] })

async function open() {
  const { dynamo, faults } = await openTable()
  return { ledger: deliveryStore(dynamo, 'table'), faults }
}

test('a delivery is added once, and the first row stays', async () => {
  const { ledger } = await open()
  const added = await Promise.all([1, 2, 3].map(() => ledger.add(planned('ab01'))))
  expect(added.filter((each) => each === 'taken')).toHaveLength(2)
  expect(await ledger.get('daily-1', 'ab01')).toMatchObject({ version: 1, delivery: { state: 'pending' } })
})

test('only one of two changes to the same version is saved', async () => {
  const { ledger } = await open()
  const stored = await ledger.add(planned('ab01'))
  if (stored === 'taken') throw new Error('there should be no other row')
  const states = ['submitted', 'skipped'] as const
  const results = await Promise.all(states.map((state) => ledger.save(stored, { ...stored.delivery, state })))
  expect(results.filter((each) => each === 'taken')).toHaveLength(1)
  expect(results).toContainEqual(await ledger.get('daily-1', 'ab01'))
})

test('a delivery begins as planned, stored or not, and only once', async () => {
  const { ledger } = await open()
  await ledger.add(planned('ab01'))
  for (const id of ['ab01', 'ab02']) {
    const claimed = { ...planned(id), state: 'claimed' } as const
    const results = await Promise.all([1, 2, 3].map(() => ledger.begin(claimed)))
    expect(results.filter((each) => each !== 'taken')).toEqual([{ delivery: claimed, version: 2 }])
    expect(await ledger.begin({ ...planned(id), state: 'skipped' })).toBe('taken')
    expect(await ledger.get('daily-1', id)).toEqual({ delivery: claimed, version: 2 })
  }
})

test('a report of a delivery that changed since it was read is neither stored nor counted', async () => {
  const { ledger } = await open()
  const stored = await ledger.add(planned('ab01'))
  if (stored === 'taken') throw new Error('there should be no other row')
  const delivered = { ...stored.delivery, state: 'submitted', outcome: 'delivered' } as const
  const results = await Promise.all([1, 2, 3].map(() => ledger.report(stored, delivered)))
  expect(results.filter((each) => each !== 'taken')).toEqual([{ delivery: delivered, version: 2 }])
  expect(await ledger.report(stored, { ...delivered, outcome: 'bounced' })).toBe('taken')
  expect(await ledger.get('daily-1', 'ab01')).toEqual({ delivery: delivered, version: 2 })
  expect(await ledger.readStatistics('daily-1')).toEqual({ delivered: 1 })
})

test('a change whose response was lost is repeated and recognized as our own', async () => {
  const { ledger, faults } = await open()
  faults.add({ operation: 'PutItem', fault: 'lose-response', times: 2 })
  const stored = await ledger.add(planned('ab01'))
  if (stored === 'taken') throw new Error('the row was not recognized')
  faults.add({ operation: 'PutItem', fault: 'lose-response' })
  expect(await ledger.save(stored, { ...stored.delivery, state: 'claimed' })).toMatchObject({ version: 2 })
  expect(await ledger.save(stored, { ...stored.delivery, state: 'claimed' })).toBe('taken')
})

test('the list contains all deliveries of an issue, and none of another', async () => {
  const { ledger } = await open()
  const ids = ['0001', '00ff', '7f00', 'ff01'] as const
  await Promise.all(ids.map((id) => ledger.add(planned(id))))
  await ledger.add({ ...planned('0001'), issueId: 'daily-11' })
  const listed = await Array.fromAsync(ledger.list('daily-1'))
  expect(listed.map(({ subscriberId }) => subscriberId).toSorted()).toEqual(ids)
})
