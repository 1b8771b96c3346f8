import { Duration, Tags } from 'aws-cdk-lib'
import { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { expect, test } from 'vitest'
import { plan } from '../synthesize.ts'

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

test('a bucket has the settings of the template', () => {
  const [bucket] = plan((stack) => {
    const site = new Bucket(stack, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7), expiredObjectDeleteMarker: true },
        {
          id: 'old',
          prefix: 'logs/',
          tagFilters: { kept: 'no' },
          expiration: Duration.days(9),
          noncurrentVersionExpiration: Duration.days(90),
          transitions: [{ storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(3) }],
        },
      ],
    })
    Tags.of(site).add('team', 'news')
  }).buckets
  expect(bucket).toMatchObject({ logicalId: 'SiteE53D7754', name: 'demo-sitee53d7754', notifications: [] })
  expect(bucket?.settings).toEqual({
    versioning: 'Enabled',
    encryption: { algorithm: 'AES256', bucketKey: false },
    ownership: 'BucketOwnerEnforced',
    publicAccess: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    policy: expect.stringContaining('"aws:SecureTransport":"false"'),
    tags: [{ key: 'team', value: 'news' }],
    lifecycle: [
      [
        ['ID', 'rule-1'],
        ['Filter', [['Prefix', '']]],
        ['Status', 'Enabled'],
        ['Expiration', [['ExpiredObjectDeleteMarker', 'true']]],
        ['AbortIncompleteMultipartUpload', [['DaysAfterInitiation', '7']]],
      ],
      [
        ['ID', 'old'],
        [
          'Filter',
          [
            [
              'And',
              [
                ['Prefix', 'logs/'],
                [
                  'Tag',
                  [
                    ['Key', 'kept'],
                    ['Value', 'no'],
                  ],
                ],
              ],
            ],
          ],
        ],
        ['Status', 'Enabled'],
        [
          'Transition',
          [
            ['Days', '3'],
            ['StorageClass', 'GLACIER'],
          ],
        ],
        ['Expiration', [['Days', '9']]],
        ['NoncurrentVersionExpiration', [['NoncurrentDays', '90']]],
      ],
    ],
  })
})

test('a bucket with a KMS key is encrypted with it, and one without settings has none', () => {
  const { buckets } = plan((stack) => {
    new Bucket(stack, 'Secret', { encryptionKey: new Key(stack, 'Key'), bucketKeyEnabled: true })
    new Bucket(stack, 'Plain')
  })
  expect(buckets.map(({ settings }) => settings)).toEqual([
    { encryption: { algorithm: 'aws:kms', bucketKey: true } },
    {},
  ])
})

test('a bucket sends its events to the default bus if its template says so', () => {
  const eventBridge = (configuration: object) => {
    const { buckets } = plan((stack) => {
      const bucket = new Bucket(stack, 'Uploads').node.defaultChild as CfnBucket // an L2 bucket's default child
      bucket.addPropertyOverride('NotificationConfiguration', configuration)
    })
    return buckets[0]?.settings.eventBridge ?? false
  }
  expect(eventBridge({ EventBridgeConfiguration: { EventBridgeEnabled: true } })).toBe(true)
  expect(eventBridge({ EventBridgeConfiguration: { EventBridgeEnabled: false } })).toBe(false)
  expect(eventBridge({ QueueConfigurations: [] })).toBe(false)
})
