import * as z from 'zod'
import { type Statement, unsupportedParts } from '../../iam/policy.ts'
import { oneOrMany, text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { ManagedPolicyPlan } from '../stack-plan.ts'
import { grantsService, resourcePolicy, type ServiceCaller } from './service-statements.ts'

const statement = z.strictObject({
  Sid: text.optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany(text).optional(),
  NotAction: oneOrMany(text).optional(),
  Resource: oneOrMany(text).optional(),
  NotResource: oneOrMany(text).optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany(text))).optional(),
})
const document = z.strictObject({ Version: z.literal('2012-10-17'), Statement: oneOrMany(statement) })
type Document = z.output<typeof document>

const roleProperties = z.strictObject({
  RoleName: text.optional(),
  Path: z.literal('/').optional(),
  ManagedPolicyArns: z.array(text).default([]),
  Policies: z.array(z.strictObject({ PolicyName: text, PolicyDocument: document })).default([]),
  AssumeRolePolicyDocument: resourcePolicy.optional(),
  ...withoutMeaning('Description', 'MaxSessionDuration', 'Tags'),
})
const policyProperties = z.strictObject({
  PolicyName: text,
  PolicyDocument: document,
  Roles: z.array(text).default([]),
})
const managedPolicyProperties = z.strictObject({
  ManagedPolicyName: text.optional(),
  Path: z.literal('/').optional(),
  PolicyDocument: document,
  Roles: z.array(text).default([]),
  ...withoutMeaning('Description'),
})

/** The managed policies of AWS that a role may name. */
const awsManaged: Readonly<Record<string, readonly Statement[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
  ],
}

export type Role = {
  /** Its own policies, those that name it and those that it names. */
  readonly statements: readonly Statement[]
  isAssumableBy(caller: ServiceCaller): boolean
}

export function readManagedPolicies(template: Template): readonly ManagedPolicyPlan[] {
  return template.read('AWS::IAM::ManagedPolicy', managedPolicyProperties).map((policy) => ({
    logicalId: policy.logicalId,
    arn: policy.ref,
    roles: policy.properties.Roles,
    statements: readDocument(template, policy, 'PolicyDocument', policy.properties.PolicyDocument),
  }))
}

/** Reads the roles by their ARNs. */
export function readRoles(template: Template, managed: readonly ManagedPolicyPlan[]): ReadonlyMap<string, Role> {
  const roles = template.read('AWS::IAM::Role', roleProperties)
  const policies = template.read('AWS::IAM::Policy', policyProperties).map((policy) => ({
    roles: policy.properties.Roles,
    statements: readDocument(template, policy, 'PolicyDocument', policy.properties.PolicyDocument),
  }))
  const byArn = new Map([
    ...Object.entries(awsManaged),
    ...managed.map(({ arn, statements }) => [arn, statements] as const),
  ])
  return new Map(
    roles.map((role) => {
      const { Policies, ManagedPolicyArns } = role.properties
      const inline = Policies.flatMap(({ PolicyDocument }, at) =>
        readDocument(template, role, `Policies[${at}].PolicyDocument`, PolicyDocument),
      )
      const attached = [...policies, ...managed].filter(({ roles: names }) => names.includes(role.name))
      const named = ManagedPolicyArns.flatMap((arn, at) => {
        const statements = byArn.get(arn)
        if (!statements)
          template.report(role, `ManagedPolicyArns[${at}]`, `cdk-loopback does not know the policy ${arn}`)
        return statements ?? []
      })
      const trust = role.properties.AssumeRolePolicyDocument
      return [
        role.arn,
        {
          statements: [...inline, ...attached.flatMap(({ statements }) => statements), ...named],
          isAssumableBy: (caller) =>
            grantsService(trust, caller, { action: 'sts:AssumeRole', resource: '*' }, template),
        },
      ]
    }),
  )
}

function readDocument(
  template: Template,
  owner: Resource<unknown>,
  path: string,
  { Statement }: Document,
): Statement[] {
  return Statement.flatMap((properties, at) => {
    const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition } = properties
    const actions = Action ? { Action } : NotAction && { NotAction }
    const resources = Resource ? { Resource } : NotResource && { NotResource }
    const report = (message: string) => template.report(owner, `${path}.Statement[${at}]`, message)
    if (!actions || !resources) {
      report('needs an Action and a Resource')
      return []
    }
    const read = { Effect, ...(Sid && { Sid }), ...(Condition && { Condition }), ...actions, ...resources }
    for (const part of unsupportedParts(read)) report(`cdk-loopback does not support ${part}`)
    return [read]
  })
}
