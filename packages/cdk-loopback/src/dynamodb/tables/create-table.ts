import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { invalidParameter } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeTableCall, tableArn } from '../protocol/permissions.ts'
import { newName } from '../protocol/request-fields.ts'
import { renderTable } from './describe-table.ts'
import { checkIndexes, readIndex, readKeySchema, refuseUnusedDefinitions } from './key-schema.ts'
import type { Index, TableDefinition } from './table.ts'
import { attributeDefinitions, globalIndexes, keySchema, localIndexes, tags, throughput } from './table-fields.ts'
import { readStream, streamSpecification } from './table-stream.ts'

const createTableInput = z.strictObject({
  TableName: newName,
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  GlobalSecondaryIndexes: globalIndexes,
  LocalSecondaryIndexes: localIndexes,
  BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).default('PROVISIONED'),
  ProvisionedThroughput: throughput.optional(),
  DeletionProtectionEnabled: z.boolean().default(false),
  SSESpecification: z
    .strictObject({
      Enabled: z.boolean().optional(),
      SSEType: z.enum(['AES256', 'KMS']).optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  StreamSpecification: streamSpecification.optional(),
  Tags: tags.optional(),
})
type CreateTableInput = z.output<typeof createTableInput>

/** Creates a table, which can be used immediately. */
export const createTable = defineOperation(
  'CreateTable',
  createTableInput,
  (input, dynamo) => describeTableCall(dynamo, 'CreateTable', input.TableName),
  (input, dynamo) => {
    const table = dynamo.tables.add(defineTable(input, dynamo))
    if (table.stream) dynamo.changes.create(table.id)
    return { TableDescription: renderTable(dynamo, table, 'ACTIVE') }
  },
)

function defineTable(input: CreateTableInput, { region, now }: Dynamo): TableDefinition {
  const { AttributeDefinitions: definitions, ProvisionedThroughput: throughput } = input
  const keys = readKeySchema(input.KeySchema, definitions)
  const indexes = readIndexes(input)
  checkThroughput(input, indexes)
  checkIndexes(keys, indexes)
  refuseUnusedDefinitions(definitions, [keys, ...indexes.map((index) => index.keys)])
  return {
    name: input.TableName,
    arn: tableArn(region, input.TableName),
    uuid: randomUUID(),
    createdAt: now().getTime() / 1000,
    keys,
    indexes,
    ...(throughput ? { throughput } : {}),
    ...(input.TableClass ? { tableClass: input.TableClass } : {}),
    encrypted: input.SSESpecification?.Enabled ?? false,
    deletionProtection: input.DeletionProtectionEnabled,
    pointInTimeRecovery: false,
    ...readStream(input.StreamSpecification, now),
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  }
}

function readIndexes(input: CreateTableInput): Index[] {
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals, AttributeDefinitions: definitions } = input
  if (globals?.length === 0) throw invalidParameter('List of GlobalSecondaryIndexes is empty')
  if (locals?.length === 0) throw invalidParameter('List of LocalSecondaryIndexes is empty')
  return [
    ...(globals ?? []).map((index) => readIndex('global', index, definitions)),
    ...(locals ?? []).map((index) => readIndex('local', index, definitions)),
  ]
}

function checkThroughput({ BillingMode: mode, ProvisionedThroughput }: CreateTableInput, indexes: readonly Index[]) {
  const globals = indexes.filter(({ kind }) => kind === 'global')
  if (mode === 'PAY_PER_REQUEST') {
    if (ProvisionedThroughput)
      throw invalidParameter(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      )
    const index = globals.find(({ throughput }) => throughput)
    if (index)
      throw invalidParameter(
        `ProvisionedThroughput should not be specified for index: ${index.name} when BillingMode is PAY_PER_REQUEST`,
      )
    return
  }
  if (!ProvisionedThroughput)
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    )
  const index = globals.find(({ throughput }) => !throughput)
  if (index) throw invalidParameter(`ProvisionedThroughput is not specified for index: ${index.name}`)
}
