import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { readTogether } from '../../aws/read-item.ts'
import { openTable } from './open-table.ts'

const keyOf = (name: string) => ({ pk: name, sk: 'row' })

async function open() {
  const { dynamo, faults } = await openTable()
  for (const name of ['one', 'two']) {
    await dynamo.send(new PutCommand({ TableName: 'table', Item: { ...keyOf(name), name } }))
  }
  return { dynamo, faults, read: readTogether(dynamo, 'table') }
}

test('reads that begin at the same time are one request, even of the same item, and each gets its own item', async () => {
  const { faults, read } = await open()
  faults.add({ operation: 'BatchGetItem', nth: 2, times: 100, fault: 'fail' })
  const items = await Promise.all(['two', 'none', 'one', 'two'].map((name) => read(keyOf(name))))
  expect(items.map((item) => item?.name)).toEqual(['two', undefined, 'one', 'two'])
})

test('a later read is a new request, so it sees what has changed', async () => {
  const { dynamo, read } = await open()
  expect(await read(keyOf('one'))).toMatchObject({ name: 'one' })
  await dynamo.send(new PutCommand({ TableName: 'table', Item: { ...keyOf('one'), name: 'changed' } }))
  expect(await read(keyOf('one'))).toMatchObject({ name: 'changed' })
})

test('more reads than DynamoDB answers at once are several requests', async () => {
  const { read } = await open()
  const items = await Promise.all(Array.from({ length: 150 }, (_, n) => read(keyOf(n === 149 ? 'two' : `none-${n}`))))
  expect(items.at(-1)).toMatchObject({ name: 'two' })
  expect(items.filter(Boolean)).toHaveLength(1)
})

test('a failed request fails all of its reads, and the next one starts again', async () => {
  const { faults, read } = await open()
  const failing = faults.add({ operation: 'BatchGetItem', times: 100, fault: 'fail' })
  const results = await Promise.allSettled([read(keyOf('one')), read(keyOf('two'))])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  failing.remove()
  expect(await read(keyOf('one'))).toMatchObject({ name: 'one' })
})
