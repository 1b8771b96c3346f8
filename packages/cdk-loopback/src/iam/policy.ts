import type { Permission } from '../endpoint/aws-service.ts'
import { type Condition, conditionHolds, unsupportedConditions } from './condition.ts'
import { matchesWildcard } from './wildcard.ts'

type OneOrMany = string | readonly string[]

/** A statement of an identity-based IAM policy, as templates write it. */
export type Statement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Condition?: Condition
} & ({ readonly Action: OneOrMany } | { readonly NotAction: OneOrMany }) &
  ({ readonly Resource: OneOrMany } | { readonly NotResource: OneOrMany })

/** Returns whether the statements grant a permission: at least one allows it and none denies it. */
export function isAllowed(statements: readonly Statement[], permission: Permission): boolean {
  const effects = statementsOn(permission.action, statements)
    .filter((statement) => applies(statement, permission))
    .map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

/** The statements of each policy that concern an action. Actions are few, and each call of a function asks again. */
const byAction = new WeakMap<readonly Statement[], Map<string, readonly Statement[]>>()

function statementsOn(action: string, statements: readonly Statement[]): readonly Statement[] {
  const known = byAction.get(statements) ?? new Map<string, readonly Statement[]>()
  byAction.set(statements, known)
  const concerned = known.get(action) ?? statements.filter((statement) => concerns(statement, action))
  known.set(action, concerned)
  return concerned
}

function concerns(statement: Statement, action: string): boolean {
  const actions = list('Action' in statement ? statement.Action : statement.NotAction)
  const isNamed = actions.some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()))
  return isNamed === 'Action' in statement
}

const members = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'])

/** Describes the parts of a statement that `isAllowed` cannot enforce. Ignoring them would grant too much or too little. */
export function unsupportedParts(statement: Statement): string[] {
  const resources = list('Resource' in statement ? statement.Resource : statement.NotResource)
  return [
    ...Object.keys(statement).filter((name) => !members.has(name)),
    ...resources.filter((resource) => resource.includes('${')).map((resource) => `policy variable in ${resource}`),
    ...unsupportedConditions(statement.Condition ?? {}),
  ]
}

/** Returns whether a statement that concerns the action also names the resource, and its condition holds. */
function applies(statement: Statement, { resource, context = {} }: Permission): boolean {
  const resources = list('Resource' in statement ? statement.Resource : statement.NotResource)
  const namesResource = resources.some((pattern) => matchesWildcard(pattern, resource))
  if (namesResource !== 'Resource' in statement) return false
  return statement.Condition === undefined || conditionHolds(statement.Condition, context)
}

function list(value: OneOrMany): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
