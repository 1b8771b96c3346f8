import { resourcesOf, type Template } from './template.ts'

type OneOrMany = string | readonly string[]

/** An identity policy's statement, as CDK writes it. */
export type Statement = {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: OneOrMany
  readonly Resource: OneOrMany
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>
}

/** A role of the template with all statements of its policies. */
export type Role = { readonly id: string; readonly statements: readonly Statement[] }

/** The smallest part of a policy: one action on one resource pattern, for one value of its condition. */
export type Grant = {
  readonly action: string
  readonly resource: string
  /** The condition's only value. Undefined without a condition. */
  readonly value: string | undefined
  readonly statement: Statement
}

/** Lists the roles. @throws {Error} if a role has policies of a kind that this check would overlook */
export function readRoles(template: Template): Role[] {
  const attached = resourcesOf(template, 'AWS::IAM::Policy').map(({ properties }) => properties)
  return resourcesOf(template, 'AWS::IAM::Role').map(({ logicalId, properties }) => {
    if (properties.ManagedPolicyArns || properties.Policies) throw new Error(`${logicalId} has other policies`)
    const statements = attached
      .filter(({ Roles }) => (Roles as string[]).includes(logicalId)) // a list of references
      .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement) // CDK's form
    return { id: logicalId, statements }
  })
}

/** Splits the statements of a role into grants. */
export function grantsOf({ statements }: Role): Grant[] {
  return statements.flatMap((statement) =>
    list(statement.Action).flatMap((action) =>
      list(statement.Resource).flatMap((resource) =>
        splitCondition(statement.Condition).map(({ value, Condition }) => ({
          ...{ action, resource, value },
          statement: { Effect: statement.Effect, Action: action, Resource: resource, ...(Condition && { Condition }) },
        })),
      ),
    ),
  )
}

/** Returns one condition per value of the only condition key. Conditions with several keys stay whole. */
function splitCondition(condition: Statement['Condition']) {
  const tests = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values) })),
  )
  const [only] = tests
  if (!only || tests.length > 1) return [{ value: only && JSON.stringify(condition), Condition: condition }]
  const { operator, key, values } = only
  return values.map((value) => ({ value, Condition: { [operator]: { [key]: [value] } } }))
}

function list(value: OneOrMany): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
