import * as z from 'zod'
import { isTrueOf } from '../expressions/evaluate-condition.ts'
import type { Condition } from '../expressions/expression-tree.ts'
import { conditionalCheckFailed } from '../protocol/dynamodb-error.ts'
import type { Dynamo } from '../protocol/operation.ts'
import { expression, placeholders, tableName, whenConditionFails } from '../protocol/request-fields.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { type CapacityMode, type Consumption, renderCapacity, writeConsumption } from './consumed-capacity.ts'

/** A change of one item, with parsed expressions and an existing table. */
export type Write = {
  readonly table: Table
  readonly condition: Condition | undefined
  /** Whether the error of a failed condition contains the item. */
  readonly showItem: boolean
  /** Encodes the key. Fails unless it fits the table. */
  readKey(): Buffer
  /** Returns the item after the change; `undefined` deletes it. Fails if the new item is not allowed. */
  change(before: Item | undefined): Item | undefined
}

export type Outcome = { readonly table: Table; readonly before: Item | undefined; readonly after: Item | undefined }

/** The members that every write has, alone or in a transaction. */
export const writeFields = {
  TableName: tableName,
  ConditionExpression: expression,
  ...placeholders,
  ...whenConditionFails,
}

export const returnValues = z.enum(['NONE', 'ALL_OLD']).default('NONE')

/** Checks the condition and makes the change. Changes nothing if it fails. */
export function applyWrite(
  { items, changes }: Dynamo,
  { table, condition, showItem, readKey, change }: Write,
): Outcome {
  const key = readKey()
  const stored = items.get(table, key)
  const before = stored?.item
  if (condition && !isTrueOf(condition, before ?? {})) throw conditionalCheckFailed(showItem ? before : undefined)
  const after = change(before)
  if (after && after !== before) items.put(table, key, after, stored)
  else if (stored && !after) items.remove(table, key, stored)
  changes.add(table, before, after)
  return { table, before, after }
}

export function consumptionOf({ table, before, after }: Outcome): Consumption {
  return writeConsumption(table, before, after)
}

/** Renders the answer to a write of one item. */
export function renderWrite(outcome: Outcome, attributes: Item | undefined, mode: CapacityMode): object {
  return {
    ...(attributes ? { Attributes: attributes } : {}),
    ...renderCapacity(mode, () => consumptionOf(outcome)),
  }
}
