import { AwsError } from '../../endpoint/aws-service.ts'
import { type Operation, onBucket } from '../protocol/operation.ts'
import { type XmlElement, xmlAnswer } from '../protocol/xml-writer.ts'
import { defaultEncryption, defaultPublicAccess, type LifecycleElement } from './bucket-settings.ts'
import type { Bucket } from './bucket-store.ts'

/** Reads one part of a bucket's configuration. */
type Configuration = {
  readonly operation: string
  /** The query parameter that selects it. */
  readonly parameter: string
  /** Default: `s3:` and the name of the operation. */
  readonly action?: string
  /** Returns the document. @throws {AwsError} if the bucket has no such configuration */
  render(bucket: Bucket): XmlElement
}

/** Returns a function that always fails, because no bucket here has this configuration. */
function absent(code: string, message: string): Configuration['render'] {
  return ({ name }) => {
    throw new AwsError(code, 404, message, { BucketName: name })
  }
}

const configurations: readonly Configuration[] = [
  {
    operation: 'GetBucketVersioning',
    parameter: 'versioning',
    render: ({ versioning }) => ['VersioningConfiguration', versioning ? [['Status', versioning]] : ''],
  },
  {
    operation: 'GetBucketEncryption',
    parameter: 'encryption',
    action: 's3:GetEncryptionConfiguration',
    render: ({ settings: { encryption = defaultEncryption } }) => {
      const { algorithm, key, bucketKey } = encryption
      const byDefault: (XmlElement | undefined)[] = [
        ['SSEAlgorithm', algorithm],
        key === undefined ? undefined : ['KMSMasterKeyID', key],
      ]
      const rule: XmlElement[] = [
        ['ApplyServerSideEncryptionByDefault', byDefault],
        ['BucketKeyEnabled', bucketKey],
      ]
      return ['ServerSideEncryptionConfiguration', [['Rule', rule]]]
    },
  },
  {
    operation: 'GetPublicAccessBlock',
    parameter: 'publicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    render: ({ settings: { publicAccess = defaultPublicAccess } }) => [
      'PublicAccessBlockConfiguration',
      Object.entries(publicAccess).map(([name, value]): XmlElement => [name, value]),
    ],
  },
  {
    operation: 'GetBucketOwnershipControls',
    parameter: 'ownershipControls',
    render: ({ settings: { ownership = 'BucketOwnerEnforced' } }) => [
      'OwnershipControls',
      [['Rule', [['ObjectOwnership', ownership]]]],
    ],
  },
  {
    operation: 'GetBucketLifecycleConfiguration',
    parameter: 'lifecycle',
    action: 's3:GetLifecycleConfiguration',
    render: (bucket) => {
      const { lifecycle = [] } = bucket.settings
      if (lifecycle.length === 0) return noLifecycle(bucket)
      return ['LifecycleConfiguration', lifecycle.map((rule): XmlElement => ['Rule', rule.map(renderElement)])]
    },
  },
  {
    operation: 'GetBucketNotificationConfiguration',
    parameter: 'notification',
    action: 's3:GetBucketNotification',
    render: ({ settings: { notifications = [], eventBridge } }) => [
      'NotificationConfiguration',
      [
        ...notifications.map(({ id, events, prefix, suffix, queueArn }): XmlElement => {
          const rules = [
            ...(prefix === '' ? [] : [filterRule('prefix', prefix)]),
            ...(suffix === '' ? [] : [filterRule('suffix', suffix)]),
          ]
          const filter: XmlElement[] = rules.length > 0 ? [['Filter', [['S3Key', rules]]]] : []
          const named: XmlElement[] = [
            ['Id', id],
            ['Queue', queueArn],
          ]
          return ['QueueConfiguration', [...named, ...events.map((event): XmlElement => ['Event', event]), ...filter]]
        }),
        ...(eventBridge ? [['EventBridgeConfiguration', ''] as const] : []),
      ],
    ],
  },
  {
    operation: 'GetBucketTagging',
    parameter: 'tagging',
    render: (bucket) => {
      const { tags = [] } = bucket.settings
      if (tags.length === 0) return noTags(bucket)
      const set = tags.map(({ key, value }): XmlElement => {
        return [
          'Tag',
          [
            ['Key', key],
            ['Value', value],
          ],
        ]
      })
      return ['Tagging', [['TagSet', set]]]
    },
  },
  {
    operation: 'GetBucketPolicyStatus',
    parameter: 'policyStatus',
    render: (bucket) => {
      if (bucket.settings.policy === undefined) return noPolicy(bucket)
      return ['PolicyStatus', [['IsPublic', false]]]
    },
  },
  {
    operation: 'GetBucketRequestPayment',
    parameter: 'requestPayment',
    render: () => ['RequestPaymentConfiguration', [['Payer', 'BucketOwner']]],
  },
  {
    operation: 'GetBucketAccelerateConfiguration',
    parameter: 'accelerate',
    action: 's3:GetAccelerateConfiguration',
    render: () => ['AccelerateConfiguration', ''],
  },
  {
    operation: 'GetBucketLogging',
    parameter: 'logging',
    render: () => ['BucketLoggingStatus', ''],
  },
  {
    operation: 'GetBucketCors',
    parameter: 'cors',
    action: 's3:GetBucketCORS',
    render: absent('NoSuchCORSConfiguration', 'The CORS configuration does not exist'),
  },
  {
    operation: 'GetBucketWebsite',
    parameter: 'website',
    render: absent('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'),
  },
  {
    operation: 'GetBucketReplication',
    parameter: 'replication',
    action: 's3:GetReplicationConfiguration',
    render: absent('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'),
  },
  {
    operation: 'GetObjectLockConfiguration',
    parameter: 'object-lock',
    action: 's3:GetBucketObjectLockConfiguration',
    render: absent('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'),
  },
]

const noLifecycle = absent('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist')
const noTags = absent('NoSuchTagSet', 'The TagSet does not exist')
const noPolicy = absent('NoSuchBucketPolicy', 'The bucket policy does not exist')

export const bucketConfigurationOperations: readonly Operation[] = configurations.map(
  ({ operation, parameter, action = `s3:${operation}`, render }) => ({
    name: operation,
    method: 'GET',
    level: 'bucket',
    selectedBy: [parameter],
    permissions: (request) => [onBucket(action, request)],
    handle: ({ bucket }, { buckets }) => xmlAnswer(render(buckets.need(bucket))),
  }),
)

export const getBucketPolicy: Operation = {
  name: 'GetBucketPolicy',
  method: 'GET',
  level: 'bucket',
  selectedBy: ['policy'],
  permissions: (request) => [onBucket('s3:GetBucketPolicy', request)],
  handle: ({ bucket: name }, { buckets }) => {
    const bucket = buckets.need(name)
    const { policy } = bucket.settings
    if (policy === undefined) return xmlAnswer(noPolicy(bucket))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: policy }
  },
}

function filterRule(name: string, value: string): XmlElement {
  return [
    'FilterRule',
    [
      ['Name', name],
      ['Value', value],
    ],
  ]
}

function renderElement([name, content]: LifecycleElement): XmlElement {
  return [name, typeof content === 'string' ? content : content.map(renderElement)]
}
