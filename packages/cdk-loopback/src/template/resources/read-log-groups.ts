import * as z from 'zod'
import { text, whole, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { LogGroupPlan } from '../stack-plan.ts'

const logGroupProperties = z.strictObject({
  LogGroupName: text.optional(),
  RetentionInDays: whole.optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  // Encryption, protection, indexes for queries, and tags.
  ...withoutMeaning(
    'BearerTokenAuthenticationEnabled',
    'DataProtectionPolicy',
    'DeletionProtectionEnabled',
    'FieldIndexPolicies',
    'KmsKeyId',
    'Tags',
  ),
})

export function readLogGroups(template: Template): LogGroupPlan[] {
  return template.read('AWS::Logs::LogGroup', logGroupProperties).map(({ logicalId, name, arn, properties }) => ({
    ...{ logicalId, name, arn },
    retentionDays: properties.RetentionInDays,
  }))
}
