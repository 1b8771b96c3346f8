import * as z from 'zod'
import type { Path } from '../expressions/expression-tree.ts'
import { project } from '../expressions/project.ts'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkKeyPaths, readKey } from '../keys/item-key.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemCall } from '../protocol/permissions.ts'
import { attributes, projection, returnConsumedCapacity, tableName } from '../protocol/request-fields.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { readConsumption, renderCapacity } from './consumed-capacity.ts'

export const getItem = defineOperation(
  'GetItem',
  z.strictObject({
    TableName: tableName,
    Key: attributes,
    ConsistentRead: z.boolean().default(false),
    ...projection,
    ...returnConsumedCapacity,
  }),
  (input, dynamo) => describeItemCall(dynamo, 'GetItem', input.TableName, input.Key),
  (input, dynamo) => {
    const { ProjectionExpression: paths } = readExpressions(input)
    const table = dynamo.tables.get(input.TableName)
    checkKeyPaths(table, paths ?? [])
    const { item, size } = readItem(dynamo, table, readKey(table, input.Key), paths)
    const consume = () => readConsumption(table, size, input.ConsistentRead)
    return { ...(item ? { Item: item } : {}), ...renderCapacity(input.ReturnConsumedCapacity, consume) }
  },
)

/** Reads an item, or its values at `paths`. `size` is that of the whole item in bytes, 0 if there is none. */
export function readItem(
  { items }: Dynamo,
  table: Table,
  key: Buffer,
  paths: readonly Path[] | undefined,
): { readonly item: Item | undefined; readonly size: number } {
  const stored = items.get(table, key)
  if (!stored) return { item: undefined, size: 0 }
  return { item: paths ? project(stored.item, paths) : stored.item, size: stored.size }
}
