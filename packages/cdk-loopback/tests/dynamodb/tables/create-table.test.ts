import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startDynamo, startWithTable, thingsTable } from '../dynamodb-fixture.ts'

const TableName = 'things'
const everything = { ProjectionType: 'ALL' } as const

test('a table is active at once and described as it was defined', async () => {
  const { raw, put } = await startWithTable(
    {
      AttributeDefinitions: define('pk:S', 'sk:N', 'extra:B'),
      GlobalSecondaryIndexes: [
        { IndexName: 'by-extra', KeySchema: keySchema('extra', 'sk'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
      DeletionProtectionEnabled: true,
    },
    { now: () => new Date('2026-01-02T03:04:05Z') },
  )
  await put({ pk: 'a', sk: 1, extra: new Uint8Array([1]) })
  await put({ pk: 'a', sk: 2 })
  const { Table } = await raw.send(new DescribeTableCommand({ TableName }))
  expect(Table).toMatchObject({
    TableName,
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date('2026-01-02T03:04:05Z'),
    AttributeDefinitions: define('pk:S', 'sk:N', 'extra:B'),
    KeySchema: keySchema('pk', 'sk'),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    DeletionProtectionEnabled: true,
    ItemCount: 2,
    TableSizeBytes: 'pkask1'.length + 'extra'.length + 2 + 'pkask2'.length + 1,
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-extra',
        IndexArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things/index/by-extra',
        IndexStatus: 'ACTIVE',
        KeySchema: keySchema('extra', 'sk'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
        ItemCount: 1,
      },
    ],
  })
})

test('tables and items are still there after a restart', async () => {
  const { folder, put, stop } = await startWithTable()
  await put({ pk: 'a', sk: '1', n: 1 })
  await stop()
  const { raw } = await startDynamo({ folder })
  const { Table } = await raw.send(new DescribeTableCommand({ TableName }))
  expect(Table).toMatchObject({ ItemCount: 1, KeySchema: keySchema('pk', 'sk') })
})

test('a deleted table takes its items with it', async () => {
  const { raw, put, get } = await startWithTable()
  await put({ pk: 'a', sk: '1' })
  const { TableDescription } = await raw.send(new DeleteTableCommand({ TableName }))
  expect(TableDescription?.TableStatus).toBe('DELETING')
  const notFound = { name: 'ResourceNotFoundException', message: 'Requested resource not found' }
  await expect(get({ pk: 'a', sk: '1' })).rejects.toMatchObject(notFound)
  await expect(raw.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(notFound)
  await raw.send(new CreateTableCommand(thingsTable))
  expect(await get({ pk: 'a', sk: '1' })).toBeUndefined()
})

test('a protected table is deleted only after its protection', async () => {
  const { raw } = await startWithTable({ DeletionProtectionEnabled: true })
  await expect(raw.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject(
    invalid(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    ),
  )
  await raw.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }))
  await raw.send(new DeleteTableCommand({ TableName }))
})

test('a table exists once', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new CreateTableCommand(thingsTable))).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: things',
  })
})

test('tables are listed by name, page by page', async () => {
  const { raw } = await startDynamo()
  for (const name of ['bbb', 'ccc', 'aaa']) await raw.send(new CreateTableCommand({ ...thingsTable, TableName: name }))
  const first = await raw.send(new ListTablesCommand({ Limit: 2 }))
  expect(first).toMatchObject({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' })
  const rest = await raw.send(new ListTablesCommand({ ExclusiveStartTableName: 'bbb' }))
  expect(rest.TableNames).toEqual(['ccc'])
  expect(rest).not.toHaveProperty('LastEvaluatedTableName')
})

const wrong: [string, Partial<CreateTableCommandInput>, string][] = [
  [
    'an attribute of the key is not defined',
    { AttributeDefinitions: define('pk:S', 'extra:S') },
    'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [pk, sk], AttributeDefinitions: [pk, extra]',
  ],
  [
    'an attribute is defined that no key has',
    { AttributeDefinitions: define('pk:S', 'sk:S', 'extra:S') },
    'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  ],
  [
    'the first part of the key is no partition key',
    { KeySchema: keySchema('pk', 'sk').toReversed() },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    'it is on demand and provisioned',
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  ],
  [
    'it is provisioned with nothing',
    { BillingMode: 'PROVISIONED' },
    'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
  ],
  [
    'a local index has anextra partition key',
    { LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: keySchema('sk', 'pk'), Projection: everything }] },
    'One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: local. index hash key: sk, table hash key: pk',
  ],
  [
    'its name is too short',
    { TableName: 'ab' },
    "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [
    'it has a stream',
    { StreamSpecification: { StreamEnabled: true } },
    "The parameter 'StreamSpecification' is not supported",
  ],
]

test.each(wrong)('a table is refused if %s', async (_why, change, message) => {
  const { raw } = await startDynamo()
  await expect(raw.send(new CreateTableCommand({ ...thingsTable, ...change }))).rejects.toMatchObject(invalid(message))
  expect((await raw.send(new ListTablesCommand())).TableNames).toEqual([])
})

test('a global index is added with the items that there are, and removed', async () => {
  const { raw, put, query } = await startWithTable()
  await put({ pk: 'a', sk: '1', extra: 'x' })
  await put({ pk: 'b', sk: '1', extra: 7 })
  const Create = { IndexName: 'by-extra', KeySchema: keySchema('extra'), Projection: everything }
  const change = { AttributeDefinitions: define('extra:S'), GlobalSecondaryIndexUpdates: [{ Create }] }
  await raw.send(new UpdateTableCommand({ TableName, ...change }))
  const find = { IndexName: 'by-extra', KeyConditionExpression: 'extra = :x', ExpressionAttributeValues: { ':x': 'x' } }
  expect((await query(find)).Items).toEqual([{ pk: 'a', sk: '1', extra: 'x' }])
  await expect(raw.send(new UpdateTableCommand({ TableName, ...change }))).rejects.toMatchObject(
    invalid('Attempting to create an index which already exists: by-extra'),
  )

  const Delete = { IndexName: 'by-extra' }
  await raw.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] }))
  await expect(query(find)).rejects.toMatchObject(invalid('The table does not have the specified index: by-extra'))
  await expect(
    raw.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete }] })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('no extra change of a table is accepted', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new UpdateTableCommand({ TableName, BillingMode: 'PROVISIONED' }))).rejects.toMatchObject(
    invalid("The parameter 'BillingMode' is not supported"),
  )
})

test('point-in-time recovery is remembered', async () => {
  const { raw } = await startWithTable()
  const status = async () => {
    const { ContinuousBackupsDescription } = await raw.send(new DescribeContinuousBackupsCommand({ TableName }))
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
  }
  expect(await status()).toBe('DISABLED')
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true }
  await raw.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }))
  expect(await status()).toBe('ENABLED')
})

test('tags are added and listed', async () => {
  const { raw } = await startWithTable({ Tags: [{ Key: 'stage', Value: 'test' }] })
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
  await raw.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'owner', Value: 'us' }] }))
  const { Tags } = await raw.send(new ListTagsOfResourceCommand({ ResourceArn }))
  expect(Tags).toEqual([
    { Key: 'stage', Value: 'test' },
    { Key: 'owner', Value: 'us' },
  ])
  await expect(raw.send(new ListTagsOfResourceCommand({ ResourceArn: `${ResourceArn}s` }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})
