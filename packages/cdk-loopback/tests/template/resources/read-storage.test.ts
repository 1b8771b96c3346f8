import { AttributeType, ProjectionType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { expect, test } from 'vitest'
import { plan, resource } from '../synthesize.ts'

test('a table has the keys, indexes and time to live of the template', () => {
  const { tables } = plan((stack) => {
    new TableV2(stack, 'Subscribers', {
      tableName: 'subscribers',
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      globalSecondaryIndexes: [
        {
          indexName: 'byDigest',
          partitionKey: { name: 'digest', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['state'],
        },
      ],
    })
  })
  expect(tables).toEqual([
    {
      logicalId: expect.stringMatching(/^Subscribers/),
      name: 'subscribers',
      attributeDefinitions: ['pk', 'sk', 'digest'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      globalSecondaryIndexes: [
        {
          IndexName: 'byDigest',
          KeySchema: [{ AttributeName: 'digest', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state'] },
        },
      ],
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecovery: true,
      deletionProtection: true,
    },
  ])
})

test('AWS::DynamoDB::Table is read too, and a disabled time to live is ignored', () => {
  const { tables } = plan((stack) => {
    new Table(stack, 'Old', { partitionKey: { name: 'pk', type: AttributeType.BINARY } })
    resource(stack, 'Off', 'AWS::DynamoDB::Table', {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: false },
    })
  })
  expect(tables.map(({ attributeDefinitions }) => attributeDefinitions[0]?.AttributeType)).toEqual(['B', 'S'])
  expect(tables.map(({ timeToLiveAttribute }) => timeToLiveAttribute)).toEqual([undefined, undefined])
})
