import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

test('a new table is active immediately and described as defined', async () => {
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
