import { resolve, type Scope } from './intrinsics.ts'
import { inventName } from './physical-name.ts'
import { identify, type NamedResource, nameProperties } from './resource-identity.ts'
import type { TemplateSections } from './template-sections.ts'
import { findUnresolved, isRecord, Unresolved } from './unresolved.ts'

export type Place = Pick<NamedResource, 'account' | 'region' | 'awsUrl' | 'siteHost'> & { readonly stackName: string }

type IdentifiedResource = NamedResource & ReturnType<typeof identify> & { readonly type: string }

/** What the template's references and conditions stand for in a place. */
export type TemplateScope = Scope & {
  findResource(logicalId: string): IdentifiedResource | Unresolved
  /** Whether the condition of a resource or an output holds. */
  isWanted(condition: string | undefined): boolean
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
    isWanted: (condition) => condition === undefined || scope.condition(condition) === true,
    reference: (name) => {
      if (pseudo.has(name)) return pseudo.get(name)
      if (parameters.has(name)) return parameters.get(name)
      const resource = findResource(name)
      return resource instanceof Unresolved ? resource : resource.ref
    },
    attribute: (logicalId, name) => {
      const resource = findResource(logicalId)
      if (resource instanceof Unresolved) return resource
      return resource.attributes[name] ?? new Unresolved(`${resource.type} has no attribute ${name} in local mode`)
    },
  }
  return scope
}

function pseudoParameters({ account, region, stackName }: Place): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries({
      'AWS::AccountId': account,
      'AWS::NoValue': undefined,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
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
  if (!scope.isWanted(resource.Condition)) return new Unresolved(`the condition of ${logicalId} does not hold`)
  const { Type: type, Properties } = resource
  const given = resolve(Properties[nameProperties[type] ?? ''], scope)
  if (given instanceof Unresolved) return given
  const fifo = String(Properties.FifoQueue) === 'true'
  const name = typeof given === 'string' ? given : inventName(place.stackName, logicalId, type, fifo)
  const named = { logicalId, name, ...place }
  return { ...named, type, ...identify(type, named) }
}

/** A value that needs itself has none. */
function guardCycles<T>(find: (name: string) => T): (name: string) => T | Unresolved {
  const underWay = new Set<string>()
  return (name) => {
    if (underWay.has(name)) return new Unresolved(`${name} refers to itself`)
    underWay.add(name)
    try {
      return find(name)
    } finally {
      underWay.delete(name)
    }
  }
}

/** Whether a condition of the template holds: Equals, And, Or, Not, and other conditions by name. */
function evaluateCondition(condition: unknown, scope: Scope): boolean | Unresolved {
  if (!isRecord(condition)) return new Unresolved('a condition has to be an object with one function')
  const [name = '', argument] = Object.entries(condition)[0] ?? []
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument)
  if (!Array.isArray(argument)) return new Unresolved(`${name} is not among the conditions that local mode knows`)
  if (name === 'Fn::Equals') return equals(argument, scope)
  const parts = argument.map((each) => evaluateCondition(each, scope))
  const unresolved = findUnresolved(parts)
  if (unresolved) return unresolved
  if (name === 'Fn::And') return parts.every(Boolean)
  if (name === 'Fn::Or') return parts.some(Boolean)
  if (name === 'Fn::Not') return !parts[0]
  return new Unresolved(`${name} is not among the conditions that local mode knows`)
}

function equals(sides: readonly unknown[], scope: Scope): boolean | Unresolved {
  const [left, right] = sides.map((side) => resolve(side, scope))
  return findUnresolved([left, right]) ?? String(left) === String(right)
}
