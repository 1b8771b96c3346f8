import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyTables } from '../../src/dynamodb/apply-tables.ts'
import { type DynamoService, openDynamo } from '../../src/dynamodb/dynamodb-service.ts'
import { type AwsEndpoint, startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { TablePlan } from '../../src/template/stack-plan.ts'
import { identities, operator } from '../operator.ts'

let folder: string
let dynamo: DynamoService
let endpoint: AwsEndpoint
let client: DynamoDBClient

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'apply-tables-'))
  dynamo = openDynamo({ folder })
  endpoint = await startAwsEndpoint({ dynamodb: dynamo }, { identities })
  client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: operator,
    maxAttempts: 1,
  })
})

afterEach(async () => {
  client.destroy()
  await endpoint.close()
  await dynamo.close()
  rmSync(folder, { recursive: true })
})

function table(plan: Partial<TablePlan> = {}): TablePlan {
  return {
    logicalId: 'Articles',
    name: 'articles',
    attributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    keySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    globalSecondaryIndexes: [],
    timeToLiveAttribute: 'expires',
    ...plan,
  }
}

const index = (name: string, ProjectionType = 'ALL') => ({
  IndexName: name,
  KeySchema: [{ KeyType: 'HASH', AttributeName: 'sk' }],
  Projection: { ProjectionType },
})

const TableName = 'articles'
const describe = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table
const timeToLive = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription

test('a table is created with its keys, indexes and time to live, and applying it again changes nothing', async () => {
  const plan = table({ globalSecondaryIndexes: [index('bySk')] })
  await applyTables(dynamo, [plan])
  const created = await describe()
  expect(created).toMatchObject({ KeySchema: plan.keySchema, GlobalSecondaryIndexes: [{ IndexName: 'bySk' }] })
  expect(await timeToLive()).toMatchObject({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
  await applyTables(dynamo, [plan])
  expect(await describe()).toEqual(created)
})

test('point-in-time recovery is described as the plan says', async () => {
  const status = async () => {
    const answer = await client.send(new DescribeContinuousBackupsCommand({ TableName: 'articles' }))
    return answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
  }
  await applyTables(dynamo, [table({ pointInTimeRecovery: true })])
  expect(await status()).toBe('ENABLED')
  await applyTables(dynamo, [table()])
  expect(await status()).toBe('DISABLED')
})

test('applying a changed plan changes indexes and time to live, and keeps the items', async () => {
  await applyTables(dynamo, [table({ globalSecondaryIndexes: [index('old'), index('changed', 'KEYS_ONLY')] })])
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, title: { S: 'c' } }
  await client.send(new PutItemCommand({ TableName, Item }))
  await applyTables(dynamo, [
    table({ globalSecondaryIndexes: [index('changed'), index('new')], timeToLiveAttribute: 'until' }),
  ])
  const { GlobalSecondaryIndexes = [] } = (await describe()) ?? {}
  expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort()).toEqual(['changed', 'new'])
  expect(await timeToLive()).toMatchObject({ AttributeName: 'until' })
  expect((await client.send(new GetItemCommand({ TableName, Key: { pk: Item.pk, sk: Item.sk } }))).Item).toEqual(Item)
  for (const IndexName of ['changed', 'new']) {
    const query = { KeyConditionExpression: 'sk = :sk', ExpressionAttributeValues: { ':sk': Item.sk } }
    expect((await client.send(new QueryCommand({ TableName, IndexName, ...query }))).Items).toEqual([Item])
  }
  await applyTables(dynamo, [table({ timeToLiveAttribute: undefined })])
  expect(await timeToLive()).toMatchObject({ TimeToLiveStatus: 'DISABLED' })
})

test('a table whose keys changed is refused with advice', async () => {
  await applyTables(dynamo, [table()])
  const [hash] = table().keySchema
  const changed = applyTables(dynamo, [table({ keySchema: hash ? [hash] : [] })])
  await expect(changed).rejects.toThrow(
    'The data folder has a table articles with other keys: move it away, or choose another folder.',
  )
})

test('a stream is started, changed and ended as the plan says', async () => {
  const stream = (viewType: NonNullable<TablePlan['stream']>['viewType']) => ({ arn: 'unused', viewType })
  const specification = async () => (await describe())?.StreamSpecification
  await applyTables(dynamo, [table({ stream: stream('KEYS_ONLY') })])
  expect(await specification()).toEqual({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' })
  await applyTables(dynamo, [table({ stream: stream('NEW_AND_OLD_IMAGES') })])
  await applyTables(dynamo, [table({ stream: stream('NEW_AND_OLD_IMAGES') })])
  expect(await specification()).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })
  await applyTables(dynamo, [table()])
  expect(await specification()).toBeUndefined()
})

test('a table is protected from deletion as long as the template says so', async () => {
  await applyTables(dynamo, [table({ deletionProtection: true })])
  await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow('protected against deletion')
  await applyTables(dynamo, [table()])
  await client.send(new DeleteTableCommand({ TableName }))
  await expect(describe()).rejects.toThrow('not found')
})
