import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Property, PropertyType, Resource as ResourceType } from '@aws-cdk/service-spec-types'
import { type Fields, isFields, type Template } from './template.ts'

const specification = loadAwsServiceSpecSync()

/** Properties of every resource that are not in the specification. */
const pseudoParameters = /^AWS::(AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)$/
const customResource = /^(Custom::|AWS::CloudFormation::CustomResource$|AWS::CDK::Metadata$)/

/** Lists what AWS's CloudFormation specification does not know: types, properties, attributes, references and values. */
export function checkSpecification(template: Template): readonly string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (customResource.test(Type)) return checkIntrinsics(Properties, id, template)
    const type = typeOf(Type)
    if (!type) return [`${id}: there is no type ${Type}`]
    return [...checkFields(Properties, type.properties, id), ...checkIntrinsics(Properties, id, template)]
  })
}

function typeOf(name: string): ResourceType | undefined {
  return specification.lookup('resource', 'cloudFormationType', 'equals', name)[0]
}

function checkFields(fields: Fields, properties: Readonly<Record<string, Property>>, place: string): readonly string[] {
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required && fields[name] === undefined)
    .map(([name]) => `${place}.${name} is missing`)
  const wrong = Object.entries(fields).flatMap(([name, value]) => {
    const property = properties[name]
    if (!property) return [`${place}.${name} is not a property`]
    const types = [property.type, ...(property.previousTypes ?? [])]
    return checkAny(value, types, `${place}.${name}`)
  })
  return [...missing, ...wrong]
}

/** Returns the problems with the type that fits best; none if one of the types fits. */
function checkAny(value: unknown, types: readonly PropertyType[], place: string): readonly string[] {
  const results = types.map((type) => checkValue(value, type, place))
  return results.reduce((best, result) => (result.length < best.length ? result : best), results[0] ?? [])
}

function checkValue(value: unknown, type: PropertyType, place: string): readonly string[] {
  const branches = branchesOf(value)
  if (branches) return branches.flatMap((branch) => checkValue(branch, type, place))
  if (isIntrinsic(value)) return []
  const mismatch = [`${place}: ${JSON.stringify(value)} is not of type ${type.type}`]
  switch (type.type) {
    case 'union':
      return checkAny(value, type.types, place)
    case 'ref':
      return isFields(value)
        ? checkFields(value, specification.get('typeDefinition', type.reference).properties, place)
        : mismatch
    case 'array':
      if (!Array.isArray(value)) return mismatch
      return value.flatMap((each: unknown, index) => checkValue(each, type.element, `${place}[${index}]`))
    case 'map':
      if (!isFields(value)) return mismatch
      return Object.entries(value).flatMap(([name, each]) => checkValue(each, type.element, `${place}.${name}`))
    case 'tag':
      return isFields(value) && typeof value.Key === 'string' && 'Value' in value ? [] : mismatch
    case 'string':
      return checkText(value, type.allowedValues, place) ?? mismatch
    case 'date-time':
      return checkText(value, undefined, place) ?? mismatch
    case 'integer':
      return checkNumber(value, type.allowedValues, place) ?? mismatch
    case 'number':
      return checkNumber(value, undefined, place) ?? mismatch
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false' ? [] : mismatch
    default:
      return [] // `json` and `null` accept anything
  }
}

type Allowed = readonly (string | number)[] | undefined

/** Undefined if the value is not a text. CloudFormation converts numbers and booleans. */
function checkText(value: unknown, allowed: Allowed, place: string): readonly string[] | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  return checkAllowed(String(value), allowed, place)
}

/** Undefined if the value is not a number. CloudFormation converts texts. */
function checkNumber(value: unknown, allowed: Allowed, place: string): readonly string[] | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && !Number.isNaN(number) ? checkAllowed(number, allowed, place) : undefined
}

function checkAllowed(value: string | number, allowed: Allowed, place: string): readonly string[] {
  return allowed && !allowed.includes(value) ? [`${place}: ${value} is not one of ${allowed}`] : []
}

/** Returns the two values of an `Fn::If`. */
function branchesOf(value: unknown): readonly unknown[] | undefined {
  const condition = isFields(value) ? value['Fn::If'] : undefined
  return Array.isArray(condition) ? condition.slice(1) : undefined
}

function isIntrinsic(value: unknown): boolean {
  if (!isFields(value)) return false
  const names = Object.keys(value)
  return names.length === 1 && /^(Ref|Fn::\w+|Condition)$/.test(names[0] ?? '')
}

/** Lists references to resources, parameters and attributes that do not exist. */
function checkIntrinsics(value: unknown, place: string, template: Template): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => checkIntrinsics(each, place, template))
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([name, argument]) => [
    ...(name === 'Ref' && typeof argument === 'string' ? checkRef(argument, place, template) : []),
    ...(name === 'Fn::GetAtt' ? checkAttribute(argument, place, template) : []),
    ...checkIntrinsics(argument, place, template),
  ])
}

function checkRef(name: string, place: string, { Resources, Parameters = {} }: Template): readonly string[] {
  if (pseudoParameters.test(name) || Object.hasOwn(Resources, name) || Object.hasOwn(Parameters, name)) return []
  return [`${place} refers to ${name}, which does not exist`]
}

function checkAttribute(argument: unknown, place: string, { Resources }: Template): readonly string[] {
  const [id = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.')
  const attribute = rest.join('.')
  const resource = Resources[id]
  if (!resource) return [`${place} refers to ${id}, which does not exist`]
  if (customResource.test(resource.Type)) return []
  const attributes = typeOf(resource.Type)?.attributes ?? {}
  return Object.hasOwn(attributes, attribute) ? [] : [`${place}: ${resource.Type} has no attribute ${attribute}`]
}
