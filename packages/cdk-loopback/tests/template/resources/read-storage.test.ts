import { Duration } from 'aws-cdk-lib'
import { AttributeType, ProjectionType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { plan, resource } from '../synthesize.ts'

test('a bucket notifies its queue about keys that match its filters', () => {
  const { buckets, queues } = plan((stack) => {
    const queue = new Queue(stack, 'Ingest')
    const bucket = new Bucket(stack, 'Uploads').node.defaultChild as CfnBucket // an L2 bucket's default child
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: queue.queueArn,
          filter: {
            s3Key: {
              rules: [
                { name: 'prefix', value: 'articles/' },
                { name: 'Suffix', value: '.md' },
              ],
            },
          },
        },
        { event: 's3:ObjectRemoved:*', queue: queue.queueArn },
      ],
    }
  })
  const queueArn = queues[0]?.arn
  expect(buckets[0]?.notifications).toEqual([
    { events: ['s3:ObjectCreated:*'], prefix: 'articles/', suffix: '.md', queueArn },
    { events: ['s3:ObjectRemoved:*'], prefix: '', suffix: '', queueArn },
  ])
})

test("a bucket's access, encryption and lifecycle are ignored", () => {
  const { buckets } = plan((stack) => {
    new Bucket(stack, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    })
  })
  expect(buckets).toEqual([{ logicalId: 'SiteE53D7754', name: 'demo-sitee53d7754', notifications: [] }])
})

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
