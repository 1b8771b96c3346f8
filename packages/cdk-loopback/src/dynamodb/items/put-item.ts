import * as z from 'zod'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkIndexKeys, checkKeyPaths, readItemKey } from '../keys/item-key.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemCall } from '../protocol/permissions.ts'
import { attributes, returnConsumedCapacity, returnItemCollectionMetrics } from '../protocol/request-fields.ts'
import { itemSize, maxItemSize } from '../values/item-size.ts'
import { applyWrite, renderWrite, returnValues, type Write, writeFields } from './write-item.ts'

/** A put in a transaction. */
export const putMember = z.strictObject({ ...writeFields, Item: attributes })

export const putItem = defineOperation(
  'PutItem',
  z.strictObject({
    ...putMember.shape,
    ReturnValues: returnValues,
    ...returnConsumedCapacity,
    ...returnItemCollectionMetrics,
  }),
  (input, dynamo) => describeItemCall(dynamo, 'PutItem', input.TableName, input.Item),
  (input, dynamo) => {
    const outcome = applyWrite(dynamo, preparePut(input, dynamo))
    const shown = input.ReturnValues === 'ALL_OLD' ? outcome.before : undefined
    return renderWrite(outcome, shown, input.ReturnConsumedCapacity)
  },
)

export function preparePut(input: z.output<typeof putMember>, { tables }: Dynamo): Write {
  const { ConditionExpression: condition, paths } = readExpressions(input)
  const { Item: item } = input
  if (itemSize(item) > maxItemSize) throw validationError('Item size has exceeded the maximum allowed size')
  const table = tables.get(input.TableName)
  checkKeyPaths(table, paths.ConditionExpression ?? [])
  return {
    table,
    condition,
    showItem: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    readKey: () => readItemKey(table, item),
    change: () => {
      checkIndexKeys(table, item)
      return item
    },
  }
}
