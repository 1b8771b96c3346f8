import { CreateTableCommand, type CreateTableCommandInput, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startDynamo, startWithTable, thingsTable } from '../dynamodb-fixture.ts'

const everything = { ProjectionType: 'ALL' } as const

test('a table cannot be created twice', async () => {
  const { raw } = await startWithTable()
  await expect(raw.send(new CreateTableCommand(thingsTable))).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: things',
  })
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
    'the first part of the key is not a partition key',
    { KeySchema: keySchema('pk', 'sk').toReversed() },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    'it is both on demand and provisioned',
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  ],
  [
    'it is provisioned without throughput',
    { BillingMode: 'PROVISIONED' },
    'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
  ],
  [
    'a local index has another partition key',
    { LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: keySchema('sk', 'pk'), Projection: everything }] },
    'One or more parameter values were invalid: Index KeySchema does not have the same leading hash key as table KeySchema for index: local. index hash key: sk, table hash key: pk',
  ],
  [
    'its name is too short',
    { TableName: 'ab' },
    "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [
    'its stream lacks a view type',
    { StreamSpecification: { StreamEnabled: true } },
    'One or more parameter values were invalid: StreamViewType must be specified if and only if StreamEnabled is true',
  ],
]

test.each(wrong)('a table is refused if %s', async (_why, change, message) => {
  const { raw } = await startDynamo()
  await expect(raw.send(new CreateTableCommand({ ...thingsTable, ...change }))).rejects.toMatchObject(invalid(message))
  expect((await raw.send(new ListTablesCommand())).TableNames).toEqual([])
})
