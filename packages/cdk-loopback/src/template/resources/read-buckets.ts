import * as z from 'zod'
import type { BucketSettings, QueueNotification } from '../../s3/buckets/bucket-settings.ts'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import { findUnresolved } from '../language/unresolved.ts'
import type { BucketPlan, NotificationPlan, QueuePlan } from '../stack-plan.ts'
import { lifecycleConfiguration, planLifecycle } from './read-lifecycle.ts'

const filterRule = z.strictObject({
  Name: z.preprocess((name) => (typeof name === 'string' ? name.toLowerCase() : name), z.enum(['prefix', 'suffix'])),
  Value: text,
})
const queueConfiguration = z.strictObject({
  Event: text,
  Queue: text,
  Filter: z.strictObject({ S3Key: z.strictObject({ Rules: z.array(filterRule) }) }).optional(),
})
const publicAccess = z.strictObject({
  BlockPublicAcls: flag.default(false),
  IgnorePublicAcls: flag.default(false),
  BlockPublicPolicy: flag.default(false),
  RestrictPublicBuckets: flag.default(false),
})
const encryptionRule = z.object({
  BucketKeyEnabled: flag.default(false),
  ServerSideEncryptionByDefault: z
    .object({ SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']), KMSMasterKeyID: z.unknown().optional() })
    .optional(),
})
const ownershipRule = z.strictObject({
  ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']),
})
const bucketProperties = z.strictObject({
  BucketName: text.optional(),
  NotificationConfiguration: z
    .strictObject({
      QueueConfigurations: z.array(queueConfiguration).default([]),
      // Without a value, CloudFormation turns the events on.
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.default(true) }).optional(),
    })
    .optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  BucketEncryption: z.object({ ServerSideEncryptionConfiguration: z.array(encryptionRule) }).optional(),
  OwnershipControls: z.strictObject({ Rules: z.array(ownershipRule) }).optional(),
  PublicAccessBlockConfiguration: publicAccess.optional(),
  LifecycleConfiguration: lifecycleConfiguration.optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).default([]),
  // Access from outside, logs and metrics.
  ...withoutMeaning(
    'AccessControl',
    'AnalyticsConfigurations',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'LoggingConfiguration',
    'MetricsConfigurations',
  ),
})
type BucketProperties = z.output<typeof bucketProperties>

export function readBuckets(template: Template, queues: readonly QueuePlan[]): BucketPlan[] {
  const policies = readPolicies(template)
  return template.read('AWS::S3::Bucket', bucketProperties).map((resource) => {
    const { logicalId, name, properties } = resource
    const configurations = properties.NotificationConfiguration?.QueueConfigurations ?? []
    for (const [at, { Queue }] of configurations.entries()) {
      template.requireOneOf(resource, `NotificationConfiguration.QueueConfigurations[${at}].Queue`, Queue, queues)
    }
    const notifications = configurations.map(planNotification)
    const settings = planSettings(properties, notifications.map(nameNotification(logicalId)), policies.get(name))
    return { logicalId, name, notifications, settings }
  })
}

const policyProperties = z.strictObject({ Bucket: text, PolicyDocument: z.unknown() })

/** Reads bucket policies as JSON by bucket name. Only a policy without unresolved values can be shown. */
function readPolicies(template: Template): ReadonlyMap<string, string> {
  const policies = template.read('AWS::S3::BucketPolicy', policyProperties).map(({ properties }) => properties)
  const readable = policies.filter(({ PolicyDocument }) => !findUnresolved(PolicyDocument))
  return new Map(readable.map(({ Bucket, PolicyDocument }) => [Bucket, JSON.stringify(PolicyDocument)]))
}

function planNotification({ Event, Queue, Filter }: z.output<typeof queueConfiguration>): NotificationPlan {
  const rules = Filter?.S3Key.Rules ?? []
  return {
    events: [Event],
    prefix: rules.find(({ Name }) => Name === 'prefix')?.Value ?? '',
    suffix: rules.find(({ Name }) => Name === 'suffix')?.Value ?? '',
    queueArn: Queue,
  }
}

function nameNotification(logicalId: string): (notification: NotificationPlan, index: number) => QueueNotification {
  return (notification, index) => ({ id: `${logicalId}-${index + 1}`, ...notification })
}

function planSettings(
  properties: BucketProperties,
  notifications: readonly QueueNotification[],
  policy: string | undefined,
): BucketSettings {
  const { VersioningConfiguration: versioning, OwnershipControls: ownership, Tags } = properties
  const encryption = planEncryption(properties.BucketEncryption?.ServerSideEncryptionConfiguration[0])
  const rule = ownership?.Rules[0]
  return {
    ...(versioning && { versioning: versioning.Status }),
    ...(encryption && { encryption }),
    ...(rule && { ownership: rule.ObjectOwnership }),
    ...(properties.PublicAccessBlockConfiguration && { publicAccess: properties.PublicAccessBlockConfiguration }),
    ...(properties.LifecycleConfiguration && { lifecycle: planLifecycle(properties.LifecycleConfiguration) }),
    ...(notifications.length > 0 && { notifications }),
    ...(properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled && { eventBridge: true }),
    ...(policy !== undefined && { policy }),
    ...(Tags.length > 0 && { tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
  }
}

function planEncryption(rule: z.output<typeof encryptionRule> | undefined): BucketSettings['encryption'] {
  const byDefault = rule?.ServerSideEncryptionByDefault
  if (!byDefault) return undefined
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = byDefault
  return { algorithm, bucketKey: rule.BucketKeyEnabled, ...(typeof key === 'string' && { key }) }
}
