import * as z from 'zod'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkKeyPaths, readKey } from '../keys/item-key.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemCall } from '../protocol/permissions.ts'
import { attributes, returnConsumedCapacity, returnItemCollectionMetrics } from '../protocol/request-fields.ts'
import { applyWrite, renderWrite, returnValues, type Write, writeFields } from './write-item.ts'

/** A deletion in a transaction. */
export const deleteMember = z.strictObject({ ...writeFields, Key: attributes })

/** A check in a transaction: a write that changes nothing. */
export const checkMember = z.strictObject({ ...deleteMember.shape, ConditionExpression: z.string() })

export const deleteItem = defineOperation(
  'DeleteItem',
  z.strictObject({
    ...deleteMember.shape,
    ReturnValues: returnValues,
    ...returnConsumedCapacity,
    ...returnItemCollectionMetrics,
  }),
  (input, dynamo) => describeItemCall(dynamo, 'DeleteItem', input.TableName, input.Key),
  (input, dynamo) => {
    const outcome = applyWrite(dynamo, prepareDelete(input, dynamo))
    const shown = input.ReturnValues === 'ALL_OLD' ? outcome.before : undefined
    return renderWrite(outcome, shown, input.ReturnConsumedCapacity)
  },
)

export function prepareDelete(input: z.output<typeof deleteMember>, { tables }: Dynamo): Write {
  const { ConditionExpression: condition, paths } = readExpressions(input)
  const table = tables.get(input.TableName)
  checkKeyPaths(table, paths.ConditionExpression ?? [])
  const showItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  return { table, condition, showItem, readKey: () => readKey(table, input.Key), change: () => undefined }
}

export function prepareCheck(input: z.output<typeof checkMember>, dynamo: Dynamo): Write {
  return { ...prepareDelete(input, dynamo), change: (before) => before }
}
