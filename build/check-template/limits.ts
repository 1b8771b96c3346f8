import { type Fields, isFields, referenceOf, resourcesOf, type Template } from './template.ts'

/**
 * Quotas of AWS that a deployment would exceed only in the middle. Characters and bytes without white space, as AWS
 * counts them. Sources: the quota pages of CloudFormation, IAM, Lambda, SQS, CloudWatch and CloudFront.
 */
const limits = {
  templateBytes: 1_000_000,
  resources: 500,
  outputs: 200,
  parameters: 200,
  mappings: 200,
  outputCharacters: 1024,
  /** All inline policies of a role together. */
  rolePolicies: 10_240,
  managedPolicy: 6_144,
  trustPolicy: 2_048,
  environmentBytes: 4_096,
  alarmDescription: 1_024,
  functionBytes: 10_240,
  behaviors: 25,
  queuePolicy: 20_480,
} as const

/** Lists the quotas that a deployment of the template would exceed. */
export function checkLimits(template: Template): readonly string[] {
  const { Resources, Outputs = {}, Parameters = {}, Mappings = {} } = template
  const count = (what: string, value: number, limit: number) =>
    value > limit ? [`${what}: ${value}; the limit is ${limit}`] : []
  return [
    ...count('bytes of the template', Buffer.byteLength(JSON.stringify(template)), limits.templateBytes),
    ...count('resources', Object.keys(Resources).length, limits.resources),
    ...count('outputs', Object.keys(Outputs).length, limits.outputs),
    ...count('parameters', Object.keys(Parameters).length, limits.parameters),
    ...count('mappings', Object.keys(Mappings).length, limits.mappings),
    ...Object.entries(Outputs).flatMap(([id, { Value }]) =>
      count(`characters of output ${id}`, sizeOf(Value), limits.outputCharacters),
    ),
    ...rolePolicies(template).flatMap(([id, size]) => count(`inline policies of ${id}`, size, limits.rolePolicies)),
    ...sizes(template, 'AWS::IAM::ManagedPolicy', 'PolicyDocument', limits.managedPolicy),
    ...sizes(template, 'AWS::IAM::Role', 'AssumeRolePolicyDocument', limits.trustPolicy),
    ...sizes(template, 'AWS::SQS::QueuePolicy', 'PolicyDocument', limits.queuePolicy),
    ...sizes(template, 'AWS::Lambda::Function', 'Environment', limits.environmentBytes),
    ...sizes(template, 'AWS::CloudWatch::Alarm', 'AlarmDescription', limits.alarmDescription),
    ...sizes(template, 'AWS::CloudFront::Function', 'FunctionCode', limits.functionBytes),
    ...resourcesOf(template, 'AWS::CloudFront::Distribution').flatMap(([id, { DistributionConfig }]) =>
      count(`cache behaviors of ${id}`, behaviorsOf(DistributionConfig), limits.behaviors),
    ),
  ]
}

function sizes(template: Template, type: string, property: string, limit: number): readonly string[] {
  return resourcesOf(template, type).flatMap(([id, properties]) => {
    const size = sizeOf(properties[property])
    return size > limit ? [`${property} of ${id}: ${size} characters; the limit is ${limit}`] : []
  })
}

/** Adds up the inline policies of each role, in the role itself and in policies attached to it. */
function rolePolicies(template: Template): readonly (readonly [string, number])[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy')
  return resourcesOf(template, 'AWS::IAM::Role').map(([id, { Policies = [] }]) => {
    const own = (Policies as readonly Fields[]).map(({ PolicyDocument }) => sizeOf(PolicyDocument))
    const attached = policies
      .filter(([, { Roles }]) => Array.isArray(Roles) && Roles.some((role) => referenceOf(role) === id))
      .map(([, { PolicyDocument }]) => sizeOf(PolicyDocument))
    return [id, [...own, ...attached].reduce((total, size) => total + size, 0)] as const
  })
}

function behaviorsOf(config: unknown): number {
  const behaviors = isFields(config) ? config.CacheBehaviors : undefined
  return 1 + (Array.isArray(behaviors) ? behaviors.length : 0)
}

/** A long ARN, in place of what is known only during a deployment. */
const placeholder = 'x'.repeat(120)
/** The longest values of what CloudFormation itself knows. */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::AccountId': '123456789012',
}

/** Returns the number of bytes of a value as JSON, with each intrinsic function replaced by a long ARN. */
function sizeOf(value: unknown): number {
  const text = typeof value === 'string' ? value : JSON.stringify(withPlaceholders(value) ?? '')
  return Buffer.byteLength(text)
}

function withPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlaceholders)
  if (!isFields(value)) return value
  const [name = '', ...others] = Object.keys(value)
  if (others.length === 0 && name === 'Fn::Join') return joined(value[name])
  if (others.length === 0 && /^(Ref|Fn::\w+)$/.test(name)) return resolved(value)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withPlaceholders(each)]))
}

function joined(argument: unknown): string {
  const [separator = '', parts = []] = argument as readonly [string, readonly unknown[]] // the form of Fn::Join
  return parts.map((part) => (typeof part === 'string' ? part : resolved(part))).join(separator)
}

function resolved(reference: unknown): string {
  const name = isFields(reference) ? reference.Ref : undefined
  return (typeof name === 'string' ? pseudoParameters[name] : undefined) ?? placeholder
}
