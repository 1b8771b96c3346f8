import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import {
  commands,
  define,
  dynamoClient,
  keySchema,
  startDynamo,
  temporaryFolder,
  thingsTable,
} from './dynamodb-fixture.ts'

const TableName = 'things'
const index = { IndexName: 'by-pair', KeySchema: keySchema('pair'), Projection: { ProjectionType: 'ALL' as const } }

test('an answered transaction survives kill -9, and no transaction is stored in part', async () => {
  const folder = await temporaryFolder()
  const server = spawn(process.execPath, [join(import.meta.dirname, 'serve-until-killed.ts'), folder])
  const [url] = await once(server.stdout, 'data')
  const client = dynamoClient(String(url).trim())
  await client.raw.send(
    new CreateTableCommand({
      ...thingsTable,
      AttributeDefinitions: define('pk:S', 'sk:S', 'pair:N'),
      GlobalSecondaryIndexes: [index],
    }),
  )
  const { transact } = commands(client.dynamo)
  const answered: number[] = []
  let next = 0
  const writeUntilDead = async (): Promise<void> => {
    for (;;) {
      const pair = next++
      const sides = ['left', 'right'].map((sk) => ({ pk: String(pair), sk, pair, d: 'x'.repeat(5000) }))
      await transact(sides.map((Item) => ({ Put: { TableName, Item } })))
      answered.push(pair)
      if (answered.length === 200) server.kill('SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 8 }, writeUntilDead))
  expect(answered.length).toBeGreaterThanOrEqual(200)

  const after = commands((await startDynamo({ folder })).dynamo)
  for (let pair = 0; pair < next; pair++) {
    const stored = await after.query({
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': String(pair) },
      ProjectionExpression: 'sk',
    })
    const indexed = await after.query({
      IndexName: 'by-pair',
      KeyConditionExpression: 'pair = :p',
      ExpressionAttributeValues: { ':p': pair },
      ProjectionExpression: 'sk',
    })
    const both = [{ sk: 'left' }, { sk: 'right' }]
    const possible = answered.includes(pair) ? [both] : [[], both]
    expect(possible, `pair ${pair}`).toContainEqual(stored.Items)
    expect(indexed.Items).toEqual(stored.Items)
  }
})

test('a second process, or service, cannot open the same folder', async () => {
  const { folder } = await startDynamo()
  await expect(startDynamo({ folder })).rejects.toThrow('database is locked')
})
