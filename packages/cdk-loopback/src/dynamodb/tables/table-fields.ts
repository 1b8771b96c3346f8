import * as z from 'zod'
import { newName } from '../protocol/request-fields.ts'

export const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: z.string().min(1).max(255), AttributeType: z.enum(['B', 'N', 'S']) }),
)
export type AttributeDefinitions = z.output<typeof attributeDefinitions>

export const keySchema = z
  .array(z.strictObject({ AttributeName: z.string().min(1).max(255), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2)
export type KeySchemaInput = z.output<typeof keySchema>

const units = z.int().min(1)
export const throughput = z.strictObject({ ReadCapacityUnits: units, WriteCapacityUnits: units })

const localIndex = {
  IndexName: newName,
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string().min(1).max(255)).min(1).max(20).optional(),
  }),
}
export const localIndexes = z.array(z.strictObject(localIndex)).optional()

export const globalIndex = z.strictObject({ ...localIndex, ProvisionedThroughput: throughput.optional() })
export const globalIndexes = z.array(globalIndex).optional()
export type IndexInput = z.output<typeof globalIndex>

export const tags = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
