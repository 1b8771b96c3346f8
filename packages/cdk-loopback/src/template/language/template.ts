import type * as z from 'zod'
import type { DeploymentPlan } from '../stack-plan.ts'
import { resolve } from './intrinsics.ts'
import { readParameters } from './parameters.ts'
import { describeIssues } from './property-issues.ts'
import type { NamedResource } from './resource-identity.ts'
import type { TemplateProblem } from './template-problem.ts'
import { createScope, type TemplateScope } from './template-scope.ts'
import type { TemplateSections } from './template-sections.ts'
import { isRecord, Unresolved } from './unresolved.ts'
import { withoutLocalMeaning } from './without-local-meaning.ts'

export type TemplateOptions = {
  readonly stackName: string
  readonly stackId: string
  readonly account: string
  readonly region: string
  /** Without a trailing slash, like the site's. */
  readonly awsUrl: string
  readonly siteUrl: string
  readonly parameters: Readonly<Record<string, string>>
}

export type Resource<Properties> = NamedResource & {
  readonly type: string
  /** The value of `Ref`. */
  readonly ref: string
  /** Empty if the type has none. */
  readonly arn: string
  readonly properties: Properties
}

type Reported = Pick<Resource<unknown>, 'logicalId' | 'type'>

/** A template whose resources are read type by type. A resource that is never read is a problem. */
export type Template = TemplateOptions & {
  /** Returns the resources of a type whose properties fit the schema. Reports the others. */
  read<Schema extends z.ZodType>(type: string, schema: Schema): readonly Resource<z.output<Schema>>[]
  outputs(): Readonly<Record<string, string>>
  /** Describes the stack as CloudFormation does. */
  describe(): Pick<DeploymentPlan, 'description' | 'parameters' | 'outputDescriptions' | 'resources'>
  /** Reports the problem if an ARN is not that of one of the candidates. */
  requireOneOf(resource: Reported, path: string, arn: string, candidates: readonly { readonly arn: string }[]): void
  report(resource: Reported, path: string, message: string): void
  /** Lists every problem so far, including resources of types that were not read. */
  problems(): readonly TemplateProblem[]
}

type Reading = {
  readonly sections: TemplateSections
  readonly scope: TemplateScope
  readonly report: Template['report']
  /** Resolves a value of the template for this machine. */
  readonly resolve: (value: unknown) => unknown
}

export function openTemplate(sections: TemplateSections, options: TemplateOptions): Template {
  const siteHost = new URL(options.siteUrl).host
  const problems: TemplateProblem[] = []
  const supported = new Set(Object.keys(withoutLocalMeaning))
  const report: Template['report'] = ({ logicalId, type }, path, message) =>
    void problems.push({ logicalId, type, path, message })
  const parameters = readParameters(sections.Parameters, options.parameters)
  for (const { path, message } of parameters.problems) report({ logicalId: 'Parameters', type: '' }, path, message)

  const scope = createScope(sections, parameters.values, { ...options, siteHost })
  // Templates write `https://` before a distribution's domain. Replaces both with the URL of the local site.
  const local = (value: unknown) => replaceText(resolve(value, scope), `https://${siteHost}`, options.siteUrl)
  const reading: Reading = { sections, scope, report, resolve: local }
  return {
    ...options,
    read: (type, schema) => {
      supported.add(type)
      return readType(reading, type, schema)
    },
    outputs: () => readOutputs(reading),
    describe: () => describeStack(sections, scope, parameters.values),
    requireOneOf: (resource, path, arn, candidates) => {
      if (!candidates.some((each) => each.arn === arn))
        report(resource, path, `${arn} is not a resource that cdk-loopback runs`)
    },
    report,
    problems: () => [...problems, ...unknownResources(sections, supported), ...unknownConditions(sections, scope)],
  }
}

function readType<Schema extends z.ZodType>(
  { sections, scope, report, resolve }: Reading,
  type: string,
  schema: Schema,
): Resource<z.output<Schema>>[] {
  return Object.entries(sections.Resources).flatMap(([logicalId, { Type, Condition, Properties }]) => {
    if (Type !== type || !scope.isIncluded(Condition)) return []
    const value = resolve(Properties)
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      for (const { path, message } of describeIssues(parsed.error, value)) report({ logicalId, type }, path, message)
    }
    const identified = scope.findResource(logicalId)
    if (!parsed.success || identified instanceof Unresolved) return []
    const { attributes, ...named } = identified
    const arn = attributes.Arn ?? attributes.TopicArn ?? attributes.FunctionARN ?? ''
    return [{ ...named, arn, properties: parsed.data }]
  })
}

function readOutputs({ sections, scope, report, resolve }: Reading): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, { Value, Condition }] of Object.entries(sections.Outputs)) {
    if (!scope.isIncluded(Condition)) continue
    const value = resolve(Value)
    if (typeof value === 'string') values[name] = value
    else report({ logicalId: 'Outputs', type: '' }, name, value instanceof Unresolved ? value.reason : 'is not a text')
  }
  return values
}

function describeStack(
  { Description: description, Parameters, Outputs, Resources }: TemplateSections,
  scope: TemplateScope,
  values: ReadonlyMap<string, unknown>,
): ReturnType<Template['describe']> {
  const parameters = [...values].flatMap(([name, value]) => {
    if (value instanceof Unresolved) return []
    return [[name, Parameters[name]?.NoEcho ? '****' : String(value)]]
  })
  const descriptions = Object.entries(Outputs).flatMap(([name, { Description }]) =>
    Description === undefined ? [] : [[name, Description]],
  )
  const resources = Object.entries(Resources).flatMap(([logicalId, { Type: type }]) => {
    const resource = scope.findResource(logicalId)
    return resource instanceof Unresolved ? [] : [{ logicalId, type, physicalId: resource.ref }]
  })
  return {
    description,
    parameters: Object.fromEntries(parameters),
    outputDescriptions: Object.fromEntries(descriptions),
    resources,
  }
}

function unknownResources(sections: TemplateSections, supported: ReadonlySet<string>): TemplateProblem[] {
  const unread = Object.entries(sections.Resources).filter(([, { Type }]) => !supported.has(Type))
  const message = 'cdk-loopback does not support this resource type: remove it, or add support for it'
  return unread.map(([logicalId, { Type: type }]) => ({ logicalId, type, path: '', message }))
}

/** Reports conditions that cannot be evaluated. They would leave out resources silently. */
function unknownConditions(sections: TemplateSections, scope: TemplateScope): TemplateProblem[] {
  return Object.keys(sections.Conditions).flatMap((path) => {
    const holds = scope.condition(path)
    return holds instanceof Unresolved ? [{ logicalId: 'Conditions', type: '', path, message: holds.reason }] : []
  })
}

/** Replaces a text wherever it occurs in a value. */
function replaceText(value: unknown, text: string, replacement: string): unknown {
  if (typeof value === 'string') return value.replaceAll(text, () => replacement)
  if (Array.isArray(value)) return value.map((each) => replaceText(each, text, replacement))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceText(each, text, replacement)]))
}
