import * as z from 'zod'
import { streamArn } from '../../dynamodb/protocol/permissions.ts'
import { flag, text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { TablePlan } from '../stack-plan.ts'

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
  // Billing and encryption.
  ...withoutMeaning('BillingMode', 'SSESpecification', 'Tags'),
  ...throughput,
}
const protection = {
  PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: flag.default(false) }).optional(),
  DeletionProtectionEnabled: flag.default(false),
  ...withoutMeaning('ContributorInsightsSpecification', 'SSESpecification', 'TableClass', 'Tags'),
}
type Protection = z.output<z.ZodObject<typeof protection>>
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
  const tables = template.read('AWS::DynamoDB::Table', tableProperties)
  const globalTables = template.read('AWS::DynamoDB::GlobalTable', globalTableProperties)
  return [
    ...tables.map((table) => planTable(table, table.properties)),
    ...globalTables.map((table) => planTable(table, table.properties.Replicas[0])),
  ]
}

type TableProperties = z.output<z.ZodObject<typeof tableMembers>> & {
  readonly StreamSpecification?: { readonly StreamViewType: z.output<typeof viewType> } | undefined
}

function planTable(
  { logicalId, name, arn, properties }: Resource<TableProperties>,
  protection: Protection | undefined,
): TablePlan {
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
    pointInTimeRecovery: protection?.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    deletionProtection: protection?.DeletionProtectionEnabled ?? false,
    stream: stream && { arn: streamArn(arn), viewType: stream.StreamViewType },
  }
}
