import * as z from 'zod'
import { decodeItem } from '../values/decode-value.ts'
import { validationError } from './dynamodb-error.ts'

const namePattern = /^[a-zA-Z0-9_.-]+$/

/** The name of a new table or index. */
export const newName = z.string().min(3).max(255).regex(namePattern)

/** The name of an existing table. A name that is too short for a new table is only not found. */
export const tableName = z.string().min(1, { abort: true }).max(255).regex(namePattern)

/** A map of attribute values: an item or a key. */
export const attributes = z
  .custom<object>((input) => typeof input === 'object' && input !== null && !Array.isArray(input))
  .transform((input) => decodeItem(input))

export const expression = z.string().optional()

/** The values are decoded with the expressions, because errors name the placeholder. */
export const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
}

export const returnConsumedCapacity = {
  ReturnConsumedCapacity: z.enum(['INDEXES', 'TOTAL', 'NONE']).default('NONE'),
}

/** Sizes of item collections are not tracked. */
export const returnItemCollectionMetrics = { ReturnItemCollectionMetrics: z.enum(['NONE']).optional() }

export const whenConditionFails = {
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).default('NONE'),
}

/** The members of a read of one item, alone, in a batch or in a transaction. */
export const projection = {
  ProjectionExpression: expression,
  ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
}

/** Defines the requests of a batch by table, with at least one table. */
export function requestItems<Input>(operation: string, request: z.ZodType<Input>) {
  return z.record(tableName, request).transform((tables) => {
    if (Object.keys(tables).length > 0) return tables
    throw validationError(`The requestItems parameter is required for ${operation}`)
  })
}
