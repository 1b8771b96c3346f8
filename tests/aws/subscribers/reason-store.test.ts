import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { reasonStore } from '../../../aws/subscribers/reason-store.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { openTable } from '../open-table.ts'

const now = new Date()
const month = now.toISOString().slice(0, 7)
const day = now.toISOString().slice(0, 10)
const reader = (id: string, digest = 'daily') => sampleSubscriber({ id, digest, revision: 2 })

test('answers are counted once for each departure, and the rows do not say who gave which', async () => {
  const { dynamo } = await openTable()
  const store = reasonStore(dynamo, 'table')
  const text = 'I read the feed'
  await Promise.all([
    ...Array.from({ length: 4 }, () => store.add(reader('a1'), { reason: 'readElsewhere', text }, now)),
    ...['b1', 'b2'].map((id) => store.add(reader(id, 'weekly'), { reason: 'tooMany', text: undefined }, now)),
  ])
  await store.add({ ...reader('a1'), revision: 4 }, { reason: 'neverSignedUp', text: undefined }, now)
  const none = { tooMany: 0, notInteresting: 0, neverSignedUp: 0, readElsewhere: 0, other: 0 }
  expect(await store.listTotals()).toEqual([
    { month, digest: 'weekly', counts: { ...none, tooMany: 2 } },
    { month, digest: 'daily', counts: { ...none, readElsewhere: 1, neverSignedUp: 1 } },
  ])
  expect(await store.listTexts(5)).toEqual([{ day, digest: 'daily', reason: 'readElsewhere', text }])
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'table' }))
  const personal = Items.filter((item) => JSON.stringify(item).includes('a1') || item.pk.startsWith('answered'))
  expect(personal.map((item) => Object.keys(item).sort())).toEqual(Array(4).fill(['expiresAt', 'pk', 'sk']))
})
