import { resolve, type Scope } from './intrinsics.ts'
import { inventName } from './physical-name.ts'
import { identify, type NamedResource, nameProperties, parentProperties } from './resource-identity.ts'
import type { TemplateSections } from './template-sections.ts'
import { findUnresolved, isRecord, Unresolved } from './unresolved.ts'

export type Place = Pick<NamedResource, 'account' | 'region' | 'awsUrl' | 'siteHost'> & {
  readonly stackName: string
  readonly stackId: string
}

type IdentifiedResource = NamedResource & ReturnType<typeof identify> & { readonly type: string }

/** Looks up the template's references and conditions for one account, region and machine. */
export type TemplateScope = Scope & {
  findResource(logicalId: string): IdentifiedResource | Unresolved
  /** Returns whether the condition of a resource or an output holds. */
  isIncluded(condition: string | undefined): boolean
}

export function createScope(
  sections: TemplateSections,
  parameters: ReadonlyMap<string, unknown>,
  place: Place,
): TemplateScope {
  const pseudo = pseudoParameters(place)
  const findResource = guardCycles((logicalId) => identifyResource(logicalId, sections, place, scope))
  const scope: TemplateScope = {
    mappings: sections.Mappings,
    findResource,
    condition: guardCycles((name) => evaluateCondition(sections.Conditions[name], scope)),
    isIncluded: (condition) => condition === undefined || scope.condition(condition) === true,
    reference: (name) => {
      if (pseudo.has(name)) return pseudo.get(name)
      if (parameters.has(name)) return parameters.get(name)
      const resource = findResource(name)
      return resource instanceof Unresolved ? resource : resource.ref
    },
    attribute: (logicalId, name) => {
      const resource = findResource(logicalId)
      if (resource instanceof Unresolved) return resource
      return resource.attributes[name] ?? new Unresolved(`${resource.type} has no attribute ${name} in cdk-loopback`)
    },
  }
  return scope
}

function pseudoParameters({ account, region, stackName, stackId }: Place): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries({
      'AWS::AccountId': account,
      'AWS::NoValue': undefined,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': stackId,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    }),
  )
}

function identifyResource(
  logicalId: string,
  sections: TemplateSections,
  place: Place,
  scope: TemplateScope,
): IdentifiedResource | Unresolved {
  const resource = sections.Resources[logicalId]
  if (!resource) return new Unresolved(`the template has no ${logicalId}`)
  if (!scope.isIncluded(resource.Condition)) return new Unresolved(`the condition of ${logicalId} does not hold`)
  const { Type: type, Properties } = resource
  const ownName = resolve(Properties[nameProperties[type] ?? ''], scope)
  if (ownName instanceof Unresolved) return ownName
  const fifo = String(Properties.FifoQueue) === 'true'
  const name = typeof ownName === 'string' ? ownName : inventName(place.stackName, logicalId, type, fifo)
  const parent = resolve(Properties[parentProperties[type] ?? ''], scope)
  const named = { logicalId, name, ...(typeof parent === 'string' && { parent }), ...place }
  return { ...named, type, ...identify(type, named) }
}

/** Wraps a look-up so that a value which depends on itself is unresolved. */
function guardCycles<T>(find: (name: string) => T): (name: string) => T | Unresolved {
  const pending = new Set<string>()
  return (name) => {
    if (pending.has(name)) return new Unresolved(`${name} refers to itself`)
    pending.add(name)
    try {
      return find(name)
    } finally {
      pending.delete(name)
    }
  }
}

/** Evaluates a condition of the template: Equals, And, Or, Not, and other conditions by name. */
function evaluateCondition(condition: unknown, scope: Scope): boolean | Unresolved {
  if (!isRecord(condition)) return new Unresolved('a condition has to be an object with one function')
  const [name = '', argument] = Object.entries(condition)[0] ?? []
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument)
  if (!Array.isArray(argument)) return new Unresolved(`${name} is not a condition that cdk-loopback supports`)
  if (name === 'Fn::Equals') return equals(argument, scope)
  const parts = argument.map((each) => evaluateCondition(each, scope))
  const unresolved = findUnresolved(parts)
  if (unresolved) return unresolved
  if (name === 'Fn::And') return parts.every(Boolean)
  if (name === 'Fn::Or') return parts.some(Boolean)
  if (name === 'Fn::Not') return !parts[0]
  return new Unresolved(`${name} is not a condition that cdk-loopback supports`)
}

function equals(sides: readonly unknown[], scope: Scope): boolean | Unresolved {
  const [left, right] = sides.map((side) => resolve(side, scope))
  return findUnresolved([left, right]) ?? String(left) === String(right)
}
