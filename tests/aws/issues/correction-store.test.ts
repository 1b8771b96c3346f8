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
  await corrections.putTaken('a', 'weekly', 1, 'c')
  await corrections.putTaken('b', 'daily', 9)
  expect(await corrections.listTaken('a')).toEqual([
    { issueId: 'daily-4', correction: undefined },
    { issueId: 'weekly-1', correction: 'c' },
  ])
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

test('the issues that told of a correction are listed, and recent corrections newest first', async () => {
  const { dynamo } = await openTable()
  const corrections = correctionStore(dynamo, 'table')
  const issue = (digest: string, number: number, composedAt: string) => ({ digest, number, composedAt })
  await corrections.putMention('a', 'one', issue('daily', 1, '1'))
  await corrections.putMention('a', 'two', issue('daily', 2, '2'))
  await corrections.putMention('a', 'one', issue('weekly', 1, '3'))
  expect(await corrections.listMentions('a', 'one')).toEqual(['daily-1', 'weekly-1'])
  await corrections.putRecent('a', 'one', issue('daily', 1, '2026-01-01'))
  await corrections.putRecent('b', 'one', issue('weekly', 1, '2026-03-01'))
  expect(await corrections.listRecent('2026-02-01', 10)).toMatchObject([{ articleId: 'b', digest: 'weekly' }])
  expect(await corrections.listRecent('2025-02-01', 1)).toMatchObject([{ articleId: 'b', at: '2026-03-01' }])
})
