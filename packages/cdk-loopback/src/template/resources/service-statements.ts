import * as z from 'zod'
import type { Permission } from '../../endpoint/aws-service.ts'
import type { Condition } from '../../iam/condition.ts'
import { isAllowed, type Statement } from '../../iam/policy.ts'
import { oneOrMany, text } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'

/** A service of AWS that acts on behalf of a resource, such as a rule. */
export type ServiceCaller = {
  /** `events.amazonaws.com` */
  readonly service: string
  /** The resource for which the service acts. */
  readonly sourceArn: string
}

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.object({ Service: oneOrMany(text).optional(), AWS: z.unknown().optional() })]),
  Action: oneOrMany(text),
  Resource: oneOrMany(text).default(['*']),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany(text))).default({}),
})

/** The policy of a resource, or of who may assume a role. Its statements are read when they are needed. */
export const resourcePolicy = z.object({ Statement: oneOrMany(z.unknown()) })

/** Returns whether a resource's policy grants a permission to a service. A statement of an unknown form grants nothing. */
export function grantsService(
  policy: z.output<typeof resourcePolicy> | undefined,
  { service, sourceArn }: ServiceCaller,
  { action, resource }: Permission,
  { account }: Pick<Template, 'account'>,
): boolean {
  const statements = (policy?.Statement ?? []).flatMap((each): Statement[] => {
    const { data } = statement.safeParse(each)
    if (!data || !appliesTo(data.Principal, service)) return []
    const { Effect, Action, Resource, Condition } = data
    return [{ Effect, Action, Resource, Condition }]
  })
  const context = { 'aws:SourceArn': [sourceArn], 'aws:SourceAccount': [account] }
  return isAllowed(statements, { action, resource, context })
}

function appliesTo(principal: z.output<typeof statement>['Principal'], service: string): boolean {
  return principal === '*' || (principal.Service?.includes(service) ?? false)
}

/** The condition with which `AWS::Lambda::Permission` restricts the source of an invocation. */
export function sourceCondition(sourceArn: string | undefined, sourceAccount: string | undefined): Condition {
  return {
    ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
    ...(sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
  }
}
