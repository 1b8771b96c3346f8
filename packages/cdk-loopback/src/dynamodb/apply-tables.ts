import { isDeepStrictEqual } from 'node:util'
import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { internalRequest } from '../endpoint/internal-request.ts'
import type { TablePlan } from '../template/stack-plan.ts'

type Index = TablePlan['globalSecondaryIndexes'][number]
type Call = (operation: string, input: object) => Promise<Record<string, unknown>>

/** Creates the plan's tables, or changes existing ones to match it. Items stay. @throws {Error} if a table's keys changed */
export async function applyTables(dynamo: AwsService, tables: readonly TablePlan[]): Promise<void> {
  const call: Call = async (operation, input) => {
    const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' }
    const { body } = await dynamo.handle(internalRequest('POST', '/', headers, Buffer.from(JSON.stringify(input))))
    return JSON.parse(String(body))
  }
  for (const table of tables) {
    const existing = await describeTable(call, table.name)
    if (existing) await changeTable(call, table, existing)
    else await createTable(call, table)
    await applyTimeToLive(call, table)
    await applyProtection(call, table)
    await applyStream(call, table)
  }
}

type Existing = {
  readonly KeySchema: unknown
  readonly GlobalSecondaryIndexes?: readonly Index[]
  readonly StreamSpecification?: { readonly StreamViewType: string }
}

async function describeTable(call: Call, name: string): Promise<Existing | undefined> {
  try {
    return (await call('DescribeTable', { TableName: name })).Table as Existing // DynamoDB's own form
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function createTable(call: Call, table: TablePlan): Promise<void> {
  await call('CreateTable', {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.attributeDefinitions,
    KeySchema: table.keySchema,
    ...(table.globalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: table.globalSecondaryIndexes }),
  })
}

async function changeTable(call: Call, table: TablePlan, existing: Existing): Promise<void> {
  if (!isDeepStrictEqual(existing.KeySchema, table.keySchema)) {
    throw new Error(
      `The data folder has a table ${table.name} with other keys: move it away, or choose another folder.`,
    )
  }
  const before = existing.GlobalSecondaryIndexes ?? []
  const change = (update: object) =>
    call('UpdateTable', {
      TableName: table.name,
      AttributeDefinitions: table.attributeDefinitions,
      GlobalSecondaryIndexUpdates: [update],
    })
  for (const index of before.filter((each) => !includes(table.globalSecondaryIndexes, each))) {
    await change({ Delete: { IndexName: index.IndexName } })
  }
  for (const index of table.globalSecondaryIndexes.filter((each) => !includes(before, each))) {
    await change({ Create: index })
  }
}

function includes(indexes: readonly Index[], candidate: Index): boolean {
  const definition = ({ IndexName, KeySchema, Projection }: Index) => ({ IndexName, KeySchema, Projection })
  return indexes.some((index) => isDeepStrictEqual(definition(index), definition(candidate)))
}

async function applyProtection(call: Call, table: TablePlan): Promise<void> {
  const { name, pointInTimeRecovery = false, deletionProtection = false } = table
  await call('UpdateTable', { TableName: name, DeletionProtectionEnabled: deletionProtection })
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: pointInTimeRecovery }
  await call('UpdateContinuousBackups', { TableName: name, PointInTimeRecoverySpecification })
}

async function applyTimeToLive(call: Call, { name, timeToLiveAttribute: attribute }: TablePlan): Promise<void> {
  const { TimeToLiveDescription: description } = await call('DescribeTimeToLive', { TableName: name })
  const { AttributeName: current } = description as { readonly AttributeName?: string } // DynamoDB's own form
  const set = (AttributeName: string, Enabled: boolean) =>
    call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: { AttributeName, Enabled } })
  if (current === attribute) return
  if (current !== undefined) await set(current, false)
  if (attribute !== undefined) await set(attribute, true)
}

async function applyStream(call: Call, { name, stream }: TablePlan): Promise<void> {
  const { StreamSpecification: current } = (await call('DescribeTable', { TableName: name })).Table as Existing // DynamoDB's own form
  const set = (specification: object) => call('UpdateTable', { TableName: name, StreamSpecification: specification })
  if (current?.StreamViewType === stream?.viewType) return
  if (current) await set({ StreamEnabled: false })
  if (stream) await set({ StreamEnabled: true, StreamViewType: stream.viewType })
}
