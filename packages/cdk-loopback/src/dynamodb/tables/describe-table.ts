import * as z from 'zod'
import type { Dynamo } from '../protocol/operation.ts'
import { defineOperation } from '../protocol/operation.ts'
import { describeTableCall } from '../protocol/permissions.ts'
import { tableName } from '../protocol/request-fields.ts'
import { type Index, type KeySchema, keyAttributes, type Table, type Throughput } from './table.ts'
import { renderStream } from './table-stream.ts'

export const describeTable = defineOperation(
  'DescribeTable',
  z.strictObject({ TableName: tableName }),
  (input, dynamo) => describeTableCall(dynamo, 'DescribeTable', input.TableName),
  (input, dynamo) => ({ Table: renderTable(dynamo, dynamo.tables.get(input.TableName), 'ACTIVE') }),
)

/** Renders the API's `TableDescription`. */
export function renderTable(dynamo: Dynamo, table: Table, status: 'ACTIVE' | 'DELETING'): object {
  const { items, bytes } = dynamo.tables.measure(table)
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.uuid,
    TableStatus: status,
    CreationDateTime: table.createdAt,
    AttributeDefinitions: renderDefinitions(table),
    KeySchema: renderKeySchema(table.keys),
    ItemCount: items,
    TableSizeBytes: bytes,
    ProvisionedThroughput: renderThroughput(table.throughput),
    ...(table.throughput ? {} : { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } }),
    ...(table.tableClass ? { TableClassSummary: { TableClass: table.tableClass } } : {}),
    ...(table.encrypted ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } } : {}),
    DeletionProtectionEnabled: table.deletionProtection,
    ...renderStream(table),
    ...renderIndexes(dynamo, table),
  }
}

function renderIndexes(dynamo: Dynamo, table: Table): object {
  const [globals, locals] = (['global', 'local'] as const).map((kind) =>
    table.indexes.filter((index) => index.kind === kind).map((index) => renderIndex(dynamo, table, index)),
  )
  return {
    ...(globals?.length ? { GlobalSecondaryIndexes: globals } : {}),
    ...(locals?.length ? { LocalSecondaryIndexes: locals } : {}),
  }
}

function renderIndex({ items }: Dynamo, table: Table, index: Index): object {
  return {
    IndexName: index.name,
    IndexArn: `${table.arn}/index/${index.name}`,
    KeySchema: renderKeySchema(index.keys),
    Projection: {
      ProjectionType: index.projection,
      ...(index.projection === 'INCLUDE' ? { NonKeyAttributes: index.nonKeyAttributes } : {}),
    },
    ItemCount: items.countEntries(table, index),
    ...(index.kind === 'global'
      ? { IndexStatus: 'ACTIVE', ProvisionedThroughput: renderThroughput(index.throughput) }
      : {}),
  }
}

function renderDefinitions(table: Table): object[] {
  const all = [table.keys, ...table.indexes.map(({ keys }) => keys)].flatMap(keyAttributes)
  const types = new Map(all.map(({ name, type }) => [name, type]))
  return [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type }))
}

export function renderKeySchema({ hash, range }: KeySchema): object[] {
  return [
    { AttributeName: hash.name, KeyType: 'HASH' },
    ...(range ? [{ AttributeName: range.name, KeyType: 'RANGE' }] : []),
  ]
}

function renderThroughput(throughput: Throughput | undefined): object {
  return { NumberOfDecreasesToday: 0, ...(throughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }) }
}
