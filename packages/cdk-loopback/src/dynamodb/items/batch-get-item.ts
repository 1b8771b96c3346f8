import * as z from 'zod'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkKeyPaths, readKey } from '../keys/item-key.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemsCall, itemPermission } from '../protocol/permissions.ts'
import { attributes, projection, requestItems, returnConsumedCapacity } from '../protocol/request-fields.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { addConsumptions, type Consumption, readConsumption, renderCapacities } from './consumed-capacity.ts'
import { readItem } from './get-item.ts'

const maxKeys = 100
/** Bytes of items read. Further keys are left to the next call. */
const maxAnswerSize = 16 * 1024 * 1024

const tableRequest = z.strictObject({
  Keys: z.array(attributes).min(1).max(maxKeys),
  ConsistentRead: z.boolean().default(false),
  ...projection,
})
type TableRequest = z.output<typeof tableRequest>

type Part = { readonly items: readonly Item[]; readonly rest: readonly Item[]; readonly consumptions: Consumption[] }

export const batchGetItem = defineOperation(
  'BatchGetItem',
  z.strictObject({
    RequestItems: requestItems('BatchGetItem', tableRequest),
    ...returnConsumedCapacity,
  }),
  ({ RequestItems: requests }, dynamo) =>
    describeItemsCall(
      Object.entries(requests).map(([table, { Keys }]) => ({
        ...itemPermission(dynamo, 'BatchGetItem', table, Keys),
        table,
      })),
    ),
  ({ RequestItems: requests, ReturnConsumedCapacity: mode }, dynamo) => {
    if (Object.values(requests).flatMap(({ Keys }) => Keys).length > maxKeys)
      throw validationError('Too many items requested for the BatchGetItem call')
    const budget = { bytes: maxAnswerSize }
    const parts = Object.entries(requests).map(
      ([name, request]) => [name, request, readPart(dynamo, dynamo.tables.get(name), request, budget)] as const,
    )
    const unfinished = parts.filter(([, , { rest }]) => rest.length > 0)
    return {
      Responses: Object.fromEntries(parts.map(([name, , { items }]) => [name, items])),
      UnprocessedKeys: Object.fromEntries(
        unfinished.map(([name, request, { rest }]) => [name, { ...request, Keys: rest }]),
      ),
      ...renderCapacities(mode, () => parts.flatMap(([, , { consumptions }]) => addConsumptions(consumptions))),
    }
  },
)

function readPart(dynamo: Dynamo, table: Table, request: TableRequest, budget: { bytes: number }): Part {
  const { ProjectionExpression: paths } = readExpressions(request)
  const keys = request.Keys.map((key) => [key, readKey(table, key)] as const)
  refuseDuplicates(keys.map(([, encoded]) => encoded))
  checkKeyPaths(table, paths ?? [])
  const [items, rest, consumptions]: [Item[], Item[], Consumption[]] = [[], [], []]
  for (const [key, encoded] of keys) {
    const { item, size } = readItem(dynamo, table, encoded, paths)
    budget.bytes -= size
    if (budget.bytes < 0) rest.push(key)
    else {
      if (item) items.push(item)
      consumptions.push(readConsumption(table, size, request.ConsistentRead))
    }
  }
  return { items, rest, consumptions }
}

/** Fails if two keys of one table are equal. */
export function refuseDuplicates(keys: readonly Buffer[]): void {
  if (new Set(keys.map((key) => key.toString('latin1'))).size < keys.length)
    throw validationError('Provided list of item keys contains duplicates')
}
