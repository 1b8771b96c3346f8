import type * as z from 'zod'
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
  readonly account: string
  readonly region: string
  /** Without a trailing slash, like the site's. */
  readonly awsUrl: string
  readonly siteUrl: string
  readonly parameters: Readonly<Record<string, string>>
}

export type Resource<Properties> = NamedResource & {
  readonly type: string
  /** What `Ref` gives. */
  readonly ref: string
  /** Empty if the type has none. */
  readonly arn: string
  readonly properties: Properties
}

type Reported = Pick<Resource<unknown>, 'logicalId' | 'type'>

/** A template whose resources are read type by type; what nobody reads is a problem. */
export type Template = TemplateOptions & {
  /** The resources of a type whose properties fit; the others have been reported. */
  read<Schema extends z.ZodType>(type: string, schema: Schema): readonly Resource<z.output<Schema>>[]
  outputs(): Readonly<Record<string, string>>
  /** Reports an ARN that is none of the given resources'. */
  requireOneOf(resource: Reported, path: string, arn: string, found: readonly { readonly arn: string }[]): void
  report(resource: Reported, path: string, message: string): void
  /** Every problem so far, resources of types that were not read included. */
  problems(): readonly TemplateProblem[]
}

type Reading = {
  readonly sections: TemplateSections
  readonly scope: TemplateScope
  readonly report: Template['report']
  /** A value of the template as it is on this machine. */
  readonly resolve: (value: unknown) => unknown
}

export function openTemplate(sections: TemplateSections, options: TemplateOptions): Template {
  const siteHost = new URL(options.siteUrl).host
  const problems: TemplateProblem[] = []
  const known = new Set(Object.keys(withoutLocalMeaning))
  const report: Template['report'] = ({ logicalId, type }, path, message) =>
    void problems.push({ logicalId, type, path, message })
  const parameters = readParameters(sections.Parameters, options.parameters)
  for (const { path, message } of parameters.problems) report({ logicalId: 'Parameters', type: '' }, path, message)

  const scope = createScope(sections, parameters.values, { ...options, siteHost })
  // A distribution's domain is reached by https; here it is the site, by whatever its URL says.
  const local = (value: unknown) => replaceText(resolve(value, scope), `https://${siteHost}`, options.siteUrl)
  const reading: Reading = { sections, scope, report, resolve: local }
  return {
    ...options,
    read: (type, schema) => {
      known.add(type)
      return readType(reading, type, schema)
    },
    outputs: () => readOutputs(reading),
    requireOneOf: (resource, path, arn, found) => {
      if (!found.some((each) => each.arn === arn)) report(resource, path, `${arn} is not among what local mode runs`)
    },
    report,
    problems: () => [...problems, ...unknownResources(sections, known), ...unknownConditions(sections, scope)],
  }
}

function readType<Schema extends z.ZodType>(
  { sections, scope, report, resolve }: Reading,
  type: string,
  schema: Schema,
): Resource<z.output<Schema>>[] {
  return Object.entries(sections.Resources).flatMap(([logicalId, { Type, Condition, Properties }]) => {
    if (Type !== type || !scope.isWanted(Condition)) return []
    const value = resolve(Properties)
    const parsed = schema.safeParse(value)
    if (!parsed.success) {
      for (const { path, message } of describeIssues(parsed.error, value)) report({ logicalId, type }, path, message)
    }
    const found = scope.findResource(logicalId)
    if (!parsed.success || found instanceof Unresolved) return []
    const { attributes, ...named } = found
    const arn = attributes.Arn ?? attributes.TopicArn ?? attributes.FunctionARN ?? ''
    return [{ ...named, arn, properties: parsed.data }]
  })
}

function readOutputs({ sections, scope, report, resolve }: Reading): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, { Value, Condition }] of Object.entries(sections.Outputs)) {
    if (!scope.isWanted(Condition)) continue
    const value = resolve(Value)
    if (typeof value === 'string') values[name] = value
    else report({ logicalId: 'Outputs', type: '' }, name, value instanceof Unresolved ? value.reason : 'is not a text')
  }
  return values
}

function unknownResources(sections: TemplateSections, known: ReadonlySet<string>): TemplateProblem[] {
  const unread = Object.entries(sections.Resources).filter(([, { Type }]) => !known.has(Type))
  const message = 'local mode has no such resource: leave it out, or teach cdk-loopback to read it'
  return unread.map(([logicalId, { Type: type }]) => ({ logicalId, type, path: '', message }))
}

/** A condition that cannot be evaluated would leave out resources without a word. */
function unknownConditions(sections: TemplateSections, scope: TemplateScope): TemplateProblem[] {
  return Object.keys(sections.Conditions).flatMap((path) => {
    const holds = scope.condition(path)
    return holds instanceof Unresolved ? [{ logicalId: 'Conditions', type: '', path, message: holds.reason }] : []
  })
}

/** The value with a text replaced wherever it occurs. */
function replaceText(value: unknown, text: string, replacement: string): unknown {
  if (typeof value === 'string') return value.replaceAll(text, () => replacement)
  if (Array.isArray(value)) return value.map((each) => replaceText(each, text, replacement))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceText(each, text, replacement)]))
}
