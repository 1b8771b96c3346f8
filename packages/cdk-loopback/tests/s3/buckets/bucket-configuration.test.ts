import {
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import { beforeAll, expect, test } from 'vitest'
import { failure, bucket as plain, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const Bucket = 'configured'
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Ingest'
const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }

beforeAll(() =>
  server.service.createBucket(Bucket, {
    versioning: 'Enabled',
    encryption: { algorithm: 'aws:kms', key: 'arn:aws:kms:us-east-1:000000000000:key/k', bucketKey: true },
    ownership: 'ObjectWriter',
    publicAccess: { ...all, RestrictPublicBuckets: false },
    policy: '{"Version":"2012-10-17"}',
    tags: [{ key: 'team', value: 'news' }],
    notifications: [{ id: 'n', events: ['s3:ObjectCreated:*'], prefix: 'a/', suffix: '.md', queueArn }],
    eventBridge: true,
    lifecycle: [
      [
        ['ID', 'old'],
        ['Filter', [['Prefix', '']]],
        ['Status', 'Enabled'],
        ['NoncurrentVersionExpiration', [['NoncurrentDays', '90']]],
      ],
    ],
  }),
)

test('the configuration of a bucket is that of its template', async () => {
  const { client } = server
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
  const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket }))
  expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual([
    {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: 'aws:kms',
        KMSMasterKeyID: 'arn:aws:kms:us-east-1:000000000000:key/k',
      },
      BucketKeyEnabled: true,
    },
  ])
  const access = await client.send(new GetPublicAccessBlockCommand({ Bucket }))
  expect(access.PublicAccessBlockConfiguration).toEqual({ ...all, RestrictPublicBuckets: false })
  const ownership = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))
  expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'ObjectWriter' }])
  expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe('{"Version":"2012-10-17"}')
  const status = await client.send(new GetBucketPolicyStatusCommand({ Bucket }))
  expect(status.PolicyStatus).toEqual({ IsPublic: false })
  const tags = await client.send(new GetBucketTaggingCommand({ Bucket }))
  expect(tags.TagSet).toEqual([{ Key: 'team', Value: 'news' }])
  const lifecycle = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
  expect(lifecycle.Rules).toEqual([
    { ID: 'old', Filter: { Prefix: '' }, Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 } },
  ])
  const notifications = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
  expect(notifications.EventBridgeConfiguration).toBeDefined()
  expect(notifications.QueueConfigurations).toEqual([
    {
      Id: 'n',
      QueueArn: queueArn,
      Events: ['s3:ObjectCreated:*'],
      Filter: {
        Key: {
          FilterRules: [
            { Name: 'prefix', Value: 'a/' },
            { Name: 'suffix', Value: '.md' },
          ],
        },
      },
    },
  ])
})

test('other buckets have the defaults of new buckets at S3', async () => {
  const { client } = server
  const encryption = await client.send(new GetBucketEncryptionCommand({ Bucket: plain }))
  expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
  ])
  const access = await client.send(new GetPublicAccessBlockCommand({ Bucket: plain }))
  expect(access.PublicAccessBlockConfiguration).toEqual(all)
  const ownership = await client.send(new GetBucketOwnershipControlsCommand({ Bucket: plain }))
  expect(ownership.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }])
  const notifications = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket: plain }))
  expect(notifications.QueueConfigurations).toBeUndefined()
  expect(notifications.EventBridgeConfiguration).toBeUndefined()
  expect((await client.send(new GetBucketRequestPaymentCommand({ Bucket: plain }))).Payer).toBe('BucketOwner')
  expect((await client.send(new GetBucketAccelerateConfigurationCommand({ Bucket: plain }))).Status).toBeUndefined()
})

test.each([
  [new GetBucketLifecycleConfigurationCommand({ Bucket: plain }), 'NoSuchLifecycleConfiguration 404'],
  [new GetBucketPolicyCommand({ Bucket: plain }), 'NoSuchBucketPolicy 404'],
  [new GetBucketPolicyStatusCommand({ Bucket: plain }), 'NoSuchBucketPolicy 404'],
  [new GetBucketTaggingCommand({ Bucket: plain }), 'NoSuchTagSet 404'],
  [new GetBucketCorsCommand({ Bucket: plain }), 'NoSuchCORSConfiguration 404'],
  [new GetBucketWebsiteCommand({ Bucket: plain }), 'NoSuchWebsiteConfiguration 404'],
  [new GetBucketReplicationCommand({ Bucket: plain }), 'ReplicationConfigurationNotFoundError 404'],
  [new GetObjectLockConfigurationCommand({ Bucket: plain }), 'ObjectLockConfigurationNotFoundError 404'],
  [new GetBucketVersioningCommand({ Bucket: 'missing' }), 'NoSuchBucket 404'],
])('what a bucket does not have is an error, as on S3 %#', async (command, expected) => {
  expect(await failure(server.client.send(command as never))).toBe(expected) // a union of commands fits no overload
})
