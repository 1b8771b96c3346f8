import * as z from 'zod'
import { applyUpdate } from '../expressions/apply-update.ts'
import type { Path, UpdateAction } from '../expressions/expression-tree.ts'
import { project } from '../expressions/project.ts'
import { readExpressions } from '../expressions/read-expressions.ts'
import { checkIndexKeys, checkKeyPaths, readKey } from '../keys/item-key.ts'
import { invalidParameter, validationError } from '../protocol/dynamodb-error.ts'
import { type Dynamo, defineOperation } from '../protocol/operation.ts'
import { describeItemCall } from '../protocol/permissions.ts'
import {
  attributes,
  expression,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
} from '../protocol/request-fields.ts'
import { keyNames, type Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { itemSize, maxItemSize } from '../values/item-size.ts'
import { applyWrite, type Outcome, renderWrite, type Write, writeFields } from './write-item.ts'

const updateFields = { ...writeFields, Key: attributes }

/** An update in a transaction. */
export const updateMember = z.strictObject({ ...updateFields, UpdateExpression: z.string() })

const updateInput = z.strictObject({
  ...updateFields,
  UpdateExpression: expression,
  ReturnValues: z.enum(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']).default('NONE'),
  ...returnConsumedCapacity,
  ...returnItemCollectionMetrics,
})

type UpdateInput = z.output<typeof updateInput>

export const updateItem = defineOperation(
  'UpdateItem',
  updateInput,
  (input, dynamo) => describeItemCall(dynamo, 'UpdateItem', input.TableName, input.Key),
  (input, dynamo) => {
    const { write, updated } = readUpdate(input, dynamo)
    const outcome = applyWrite(dynamo, write)
    return renderWrite(outcome, chooseAttributes(input.ReturnValues, outcome, updated), input.ReturnConsumedCapacity)
  },
)

export function prepareUpdate(input: z.output<typeof updateMember>, dynamo: Dynamo): Write {
  return readUpdate(input, dynamo).write
}

type UpdateParts = Omit<UpdateInput, 'ReturnValues' | 'ReturnConsumedCapacity' | 'ReturnItemCollectionMetrics'>

/** Parses an update. `updated` are the paths that it changes. Without an expression, an update stores only the key. */
function readUpdate(input: UpdateParts, { tables }: Dynamo): { write: Write; updated: readonly Path[] } {
  const { ConditionExpression: condition, UpdateExpression: actions = [], paths } = readExpressions(input)
  const table = tables.get(input.TableName)
  const updated = actions.map(({ path }) => path)
  refuseKeyChange(table, updated)
  checkKeyPaths(table, [...(paths.UpdateExpression ?? []), ...(paths.ConditionExpression ?? [])])
  const change = (before: Item | undefined) => {
    const after = applyUpdate(actions, before ?? input.Key)
    if (!before && onlyRemoves(actions)) return undefined
    if (itemSize(after) > maxItemSize)
      throw validationError('Item size to update has exceeded the maximum allowed size')
    checkIndexKeys(table, after)
    return after
  }
  const showItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  return { write: { table, condition, showItem, readKey: () => readKey(table, input.Key), change }, updated }
}

/** Returns whether an update only removes. Such an update creates no item, unlike one without any action. */
function onlyRemoves(actions: readonly UpdateAction[]): boolean {
  return actions.length > 0 && actions.every(({ kind }) => kind === 'remove' || kind === 'delete')
}

function refuseKeyChange(table: Table, paths: readonly Path[]): void {
  for (const [name] of paths) {
    if (keyNames(table).includes(name))
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`)
  }
}

function chooseAttributes(
  returnValues: UpdateInput['ReturnValues'],
  { before, after }: Outcome,
  updated: readonly Path[],
): Item | undefined {
  switch (returnValues) {
    case 'NONE':
      return undefined
    case 'ALL_OLD':
      return before
    case 'ALL_NEW':
      return after
    case 'UPDATED_OLD':
      return nonEmpty(before && project(before, updated))
    case 'UPDATED_NEW':
      return nonEmpty(after && project(after, updated))
  }
}

function nonEmpty(item: Item | undefined): Item | undefined {
  return item && Object.keys(item).length > 0 ? item : undefined
}
