import * as z from 'zod'
import { flag, withoutMeaning } from './property-types.ts'

const parameter = z.object({
  Type: z.string(),
  Default: z.unknown().optional(),
  NoEcho: flag.optional(),
})
const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  // Deployment order, and the treatment of data when a stack is deleted.
  ...withoutMeaning('DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'),
})
const output = z.strictObject({
  Value: z.unknown(),
  Condition: z.string().optional(),
  Description: z.string().optional(),
  ...withoutMeaning('Export'),
})

/** The sections of a template. Macros (`Transform`) and deployment hooks are not supported. */
export const templateSections = z.strictObject({
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z.record(z.string(), output).default({}),
  Description: z.string().optional(),
  // Rules check parameters when a stack is deployed.
  ...withoutMeaning('AWSTemplateFormatVersion', 'Metadata', 'Rules'),
})

export type TemplateSections = z.output<typeof templateSections>
