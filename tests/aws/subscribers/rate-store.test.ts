import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { rateStore } from '../../../aws/subscribers/rate-store.ts'
import { openTable } from '../open-table.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 6) + seconds * 1000)

test('requests are counted by window and by subject', async () => {
  const { dynamo } = await openTable()
  const rates = rateStore(dynamo, 'table')
  const counts = await Promise.all([1, 2, 3].map(() => rates.add('ip', 60, at(1))))
  expect(counts.toSorted()).toEqual([1, 2, 3])
  expect(await rates.add('ip', 60, at(59))).toBe(4)
  expect(await rates.add('ip', 60, at(60))).toBe(1)
  expect(await rates.add('other', 60, at(1))).toBe(1)
})

test('a counter expires, but not before its window ends', async () => {
  const { dynamo } = await openTable()
  await rateStore(dynamo, 'table').add('ip', 60, at(1))
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: 'table',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'rate#ip' },
    }),
  )
  expect(Items?.[0]?.expiresAt).toBe(at(120).getTime() / 1000)
})
