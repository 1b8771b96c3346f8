import { expect, test } from 'vitest'
import { reasonStore } from '../../../aws/subscribers/reason-store.ts'
import { showReasons } from '../../../cli/subscribers/reasons.ts'
import { openTable } from '../../aws/open-table.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'

const now = new Date()
const month = now.toISOString().slice(0, 7)
const day = now.toISOString().slice(0, 10)
const reader = (id: string) => sampleSubscriber({ id, revision: 2 })

test('`subscribers reasons` shows totals and the newest texts, and texts expire', async () => {
  const { dynamo } = await openTable()
  const reasons = reasonStore(dynamo, 'table')
  const lines: string[] = []
  const report = { answer: (_value: unknown, shown: readonly string[]) => void lines.push(...shown) }
  await showReasons({}, { reasons }, report)
  const old = new Date(now.getTime() - 181 * 24 * 60 * 60 * 1000)
  await reasons.add(reader('a1'), { reason: 'other', text: 'Long ago' }, old)
  await reasons.add(reader('b1'), { reason: 'other', text: 'Today' }, now)
  await reasons.add(reader('c1'), { reason: 'neverSignedUp', text: undefined }, now)
  await showReasons({ texts: '1' }, { reasons }, report)
  expect(lines).toEqual([
    'Nobody has said why they unsubscribed.',
    `${month} daily`,
    '  never signed up: 1',
    '  another reason: 1',
    `${old.toISOString().slice(0, 7)} daily`,
    '  another reason: 1',
    '',
    `${day}  daily  another reason  Today`,
    '',
    expect.stringContaining('1 person says that they never signed up.'),
  ])
  expect(await reasons.listTexts(9)).toHaveLength(1)
})
