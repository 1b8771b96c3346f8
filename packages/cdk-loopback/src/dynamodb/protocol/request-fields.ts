import * as z from 'zod'
import { decodeItem } from '../values/decode-value.ts'
import { validationError } from './dynamodb-error.ts'

const namePattern = /^[a-zA-Z0-9_.-]+$/

/** Of a table or an index that is to be. */
export const newName = z.string().min(3).max(255).regex(namePattern)

/** Of a table that should exist: a shorter name is only not found. */
export const tableName = z.string().min(1, { abort: true }).max(255).regex(namePattern)

/** A map of attribute values: an item or the key of one. */
export const attributes = z
  .custom<object>((input) => typeof input === 'object' && input !== null && !Array.isArray(input))
  .transform((input) => decodeItem(input))

export const expression = z.string().optional()

/** The values are read with the expressions, since errors name the placeholder. */
export const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
}

export const returnConsumedCapacity = {
  ReturnConsumedCapacity: z.enum(['INDEXES', 'TOTAL', 'NONE']).default('NONE'),
}

/** Sizes of item collections are not kept. */
export const returnItemCollectionMetrics = { ReturnItemCollectionMetrics: z.enum(['NONE']).optional() }

export const whenConditionFails = {
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).default('NONE'),
}

/** Members that a read of one item has, alone, in a batch or in a transaction. */
export const projection = {
  ProjectionExpression: expression,
  ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
}

/** What a batch asks of each table; of at least one. */
export function requestItems<Input>(operation: string, request: z.ZodType<Input>) {
  return z.record(tableName, request).transform((tables) => {
    if (Object.keys(tables).length > 0) return tables
    throw validationError(`The requestItems parameter is required for ${operation}`)
  })
}
