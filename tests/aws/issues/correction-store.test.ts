import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { correctionStore } from '../../../aws/issues/correction-store.ts'
import { correctionKey } from '../../../core/keys.ts'
import { openTable } from '../open-table.ts'

test('the issues that took an article are listed by digest, each digest with its last one', async () => {
  const { dynamo } = await openTable()
  const corrections = correctionStore(dynamo, 'table')
  await corrections.putTaken('a', 'daily', 3)
  await corrections.putTaken('a', 'daily', 4)
  await corrections.putTaken('a', 'weekly', 1)
  await corrections.putTaken('b', 'daily', 9)
  expect(await corrections.listTaken('a')).toEqual(['daily-4', 'weekly-1'])
  expect(await corrections.listTaken('c')).toEqual([])
})

test('a list of corrections has at most `limit` rows', async () => {
  const { dynamo } = await openTable()
  for (const id of ['a', 'b', 'c']) {
    await dynamo.send(new PutCommand({ TableName: 'table', Item: { ...correctionKey('daily', id), revision: 2 } }))
  }
  expect(await correctionStore(dynamo, 'table').list('daily', 2)).toEqual([
    { articleId: 'a', revision: 2 },
    { articleId: 'b', revision: 2 },
  ])
})
