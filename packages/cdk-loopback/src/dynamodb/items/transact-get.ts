import * as z from 'zod'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkKeyPaths, readKey } from '../keys/item-key.ts'
import { defineOperation } from '../protocol/operation.ts'
import { describeItemsCall, itemPermission } from '../protocol/permissions.ts'
import { attributes, projection, returnConsumedCapacity, tableName } from '../protocol/request-fields.ts'
import { addConsumptions, readConsumption, renderCapacities, transactionFactor } from './consumed-capacity.ts'
import { readItem } from './get-item.ts'
import { attemptAll, checkTransactionSize, refuseRepetition } from './transaction.ts'

const get = z.strictObject({ TableName: tableName, Key: attributes, ...projection })

export const transactGetItems = defineOperation(
  'TransactGetItems',
  z.strictObject({
    TransactItems: z
      .array(z.strictObject({ Get: get }))
      .min(1)
      .max(100),
    ...returnConsumedCapacity,
  }),
  ({ TransactItems: members }, dynamo) =>
    describeItemsCall(
      members.map(({ Get: { TableName: table, Key } }) => ({
        ...itemPermission(dynamo, 'GetItem', table, [Key]),
        table,
      })),
    ),
  ({ TransactItems: members, ReturnConsumedCapacity: mode }, dynamo) => {
    const gets = members.map(({ Get }) => ({
      key: Get.Key,
      table: dynamo.tables.get(Get.TableName),
      paths: readExpressions(Get).ProjectionExpression,
    }))
    refuseRepetition(
      gets,
      attemptAll(gets, ({ table, key }) => readKey(table, key)),
    )
    const reads = gets.map(({ table, key, paths }) => {
      checkKeyPaths(table, paths ?? [])
      return { table, ...readItem(dynamo, table, readKey(table, key), paths) }
    })
    checkTransactionSize(reads.map(({ size }) => size))
    const consume = () => reads.map(({ table, size }) => readConsumption(table, size, true))
    return {
      Responses: reads.map(({ item }) => (item && Object.keys(item).length > 0 ? { Item: item } : {})),
      ...renderCapacities(mode, () => addConsumptions(consume(), transactionFactor)),
    }
  },
)
