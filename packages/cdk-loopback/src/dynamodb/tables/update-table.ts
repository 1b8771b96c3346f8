import * as z from 'zod'
import { invalidParameter, resourceNotFound, validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import { renderTable } from './describe-table.ts'
import { checkIndexes, readIndex } from './key-schema.ts'
import type { Index, Table } from './table.ts'
import { attributeDefinitions, globalIndex } from './table-fields.ts'
import { readStream, type StreamSpecification, streamSpecification } from './table-stream.ts'

const indexUpdate = z.strictObject({
  Create: globalIndex.optional(),
  Delete: z.strictObject({ IndexName: tableName }).optional(),
})

const updateTableInput = z.strictObject({
  TableName: tableName,
  AttributeDefinitions: attributeDefinitions.default([]),
  GlobalSecondaryIndexUpdates: z.array(indexUpdate).default([]),
  DeletionProtectionEnabled: z.boolean().optional(),
  StreamSpecification: streamSpecification.optional(),
})
type UpdateTableInput = z.output<typeof updateTableInput>

/** Adds or removes a global secondary index immediately, and switches deletion protection and the stream. */
export const updateTable = defineOperation(
  'UpdateTable',
  updateTableInput,
  (input, dynamo) => describeTableCall(dynamo, 'UpdateTable', input.TableName),
  (input, dynamo) => {
    const { GlobalSecondaryIndexUpdates: updates, DeletionProtectionEnabled: deletionProtection } = input
    if (updates.length === 0 && deletionProtection === undefined && !input.StreamSpecification)
      throw validationError(
        'At least one of GlobalSecondaryIndexUpdates, DeletionProtectionEnabled or StreamSpecification is required',
      )
    if (updates.length > 1)
      throw invalidParameter('Only 1 online index can be created or deleted simultaneously per table')
    const before = dynamo.tables.get(input.TableName)
    const protectedTable = { ...before, deletionProtection: deletionProtection ?? before.deletionProtection }
    const after = updates.reduce((table, update) => updateIndexes(dynamo, table, update, input), protectedTable)
    const changed = input.StreamSpecification ? switchStream(dynamo, after, input.StreamSpecification) : after
    dynamo.tables.change(changed)
    return { TableDescription: renderTable(dynamo, changed, 'ACTIVE') }
  },
)

/** Starts or ends a table's stream. Its records end with it, although AWS keeps them for a day. */
function switchStream(dynamo: Dynamo, table: Table, specification: StreamSpecification): Table {
  const { stream, ...rest } = table
  if (specification.StreamEnabled === (stream !== undefined))
    throw validationError(stream ? 'Table already has an enabled stream' : 'Table does not have an enabled stream')
  const next = readStream(specification, dynamo.now)
  if (next.stream) dynamo.changes.create(table.id)
  else dynamo.changes.remove(table.id)
  return { ...rest, ...next }
}

function updateIndexes(
  dynamo: Dynamo,
  table: Table,
  { Create: create, Delete: remove }: z.output<typeof indexUpdate>,
  { AttributeDefinitions: definitions }: UpdateTableInput,
): Table {
  if (create && !remove) return addIndex(dynamo, table, readIndex('global', create, definitions))
  if (remove && !create) return removeIndex(dynamo, table, remove.IndexName)
  throw invalidParameter('One of GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null')
}

function addIndex(dynamo: Dynamo, table: Table, index: Index): Table {
  if (table.indexes.some(({ name }) => name === index.name))
    throw validationError(`Attempting to create an index which already exists: ${index.name}`)
  const indexes = [...table.indexes, index]
  checkIndexes(table.keys, indexes)
  if (table.throughput ? !index.throughput : index.throughput)
    throw invalidParameter(
      `ProvisionedThroughput ${table.throughput ? 'is not' : 'should not be'} specified for index: ${index.name}`,
    )
  dynamo.items.addIndex(table, index)
  return { ...table, indexes }
}

function removeIndex(dynamo: Dynamo, table: Table, name: string): Table {
  const index = table.indexes.find((one) => one.name === name && one.kind === 'global')
  if (!index) throw resourceNotFound(`Requested resource not found: Index: ${name} not found`)
  dynamo.items.removeIndex(table, index)
  return { ...table, indexes: table.indexes.filter((one) => one !== index) }
}
