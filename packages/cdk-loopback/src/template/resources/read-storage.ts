import * as z from 'zod'
import { streamArn } from '../../dynamodb/protocol/permissions.ts'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { BucketPlan, NotificationPlan, QueuePlan, TablePlan } from '../stack-plan.ts'

const filterRule = z.strictObject({
  Name: z.preprocess((name) => (typeof name === 'string' ? name.toLowerCase() : name), z.enum(['prefix', 'suffix'])),
  Value: text,
})
const queueConfiguration = z.strictObject({
  Event: text,
  Queue: text,
  Filter: z.strictObject({ S3Key: z.strictObject({ Rules: z.array(filterRule) }) }).optional(),
})
const bucketProperties = z.strictObject({
  BucketName: text.optional(),
  NotificationConfiguration: z
    .strictObject({ QueueConfigurations: z.array(queueConfiguration).default([]) })
    .optional(),
  // Access from outside, encryption, old versions and metrics.
  ...withoutMeaning(
    'AccessControl',
    'AnalyticsConfigurations',
    'BucketEncryption',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'MetricsConfigurations',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ),
})

export function readBuckets(template: Template, queues: readonly QueuePlan[]): BucketPlan[] {
  return template.read('AWS::S3::Bucket', bucketProperties).map((resource) => {
    const { logicalId, name, properties } = resource
    const configurations = properties.NotificationConfiguration?.QueueConfigurations ?? []
    for (const [at, { Queue }] of configurations.entries()) {
      template.requireOneOf(resource, `NotificationConfiguration.QueueConfigurations[${at}].Queue`, Queue, queues)
    }
    return { logicalId, name, notifications: configurations.map(planNotification) }
  })
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

const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: text }))
const throughput = withoutMeaning(
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'ReadOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
)
const index = z.strictObject({
  IndexName: text,
  KeySchema: keySchema,
  Projection: z.strictObject({ ProjectionType: text, NonKeyAttributes: z.array(text).optional() }),
  ContributorInsightsSpecification: z.unknown().optional(),
  ...throughput,
})
const tableMembers = {
  TableName: text.optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: text, AttributeType: text })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).default([]),
  TimeToLiveSpecification: z.strictObject({ AttributeName: text.optional(), Enabled: flag }).optional(),
  // Billing, encryption, backups, and protection of what is deployed.
  ...withoutMeaning('BillingMode', 'SSESpecification', 'Tags'),
  ...throughput,
}
const protection = withoutMeaning(
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'TableClass',
  'Tags',
)
const viewType = z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'])
const tableProperties = z.strictObject({
  ...tableMembers,
  StreamSpecification: z.strictObject({ StreamViewType: viewType, ...withoutMeaning('ResourcePolicy') }).optional(),
  ...protection,
})
const replica = z.strictObject({
  Region: text,
  ...withoutMeaning('GlobalSecondaryIndexes'),
  ...protection,
  ...throughput,
})
const globalTableProperties = z.strictObject({
  ...tableMembers,
  StreamSpecification: z.strictObject({ StreamViewType: viewType }).optional(),
  Replicas: z.array(replica).max(1, 'one machine is one region'),
})

export function readTables(template: Template): TablePlan[] {
  return [
    ...template.read('AWS::DynamoDB::Table', tableProperties),
    ...template.read('AWS::DynamoDB::GlobalTable', globalTableProperties),
  ].map(planTable)
}

type TableProperties = z.output<z.ZodObject<typeof tableMembers>> & {
  readonly StreamSpecification?: { readonly StreamViewType: z.output<typeof viewType> } | undefined
}

function planTable({ logicalId, name, arn, properties }: Resource<TableProperties>): TablePlan {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, TimeToLiveSpecification } = properties
  const { StreamSpecification: stream } = properties
  return {
    logicalId,
    name,
    attributeDefinitions: AttributeDefinitions,
    keySchema: KeySchema,
    globalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    timeToLiveAttribute: TimeToLiveSpecification?.Enabled ? TimeToLiveSpecification.AttributeName : undefined,
    stream: stream && { arn: streamArn(arn), viewType: stream.StreamViewType },
  }
}
