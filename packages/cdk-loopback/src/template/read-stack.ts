import { randomUUID } from 'node:crypto'
import { openStack, type StackFiles } from './assembly.ts'
import { readDistribution } from './distribution/read-distribution.ts'
import { describeIssues } from './language/property-issues.ts'
import { openTemplate, type Template } from './language/template.ts'
import { UnsupportedTemplateError } from './language/template-problem.ts'
import { type TemplateSections, templateSections } from './language/template-sections.ts'
import { readBuckets } from './resources/read-buckets.ts'
import { readEventSources } from './resources/read-event-sources.ts'
import { readEventBuses, readRules } from './resources/read-events.ts'
import { readFunctions } from './resources/read-functions.ts'
import { readHttpApi } from './resources/read-http-api.ts'
import { readLogGroups } from './resources/read-log-groups.ts'
import { readConfigurationSets, readIdentities } from './resources/read-mail.ts'
import { readQueues, readSubscriptions, readTopics } from './resources/read-messaging.ts'
import { readReceiptRules } from './resources/read-receiving.ts'
import { readResourcePolicies } from './resources/read-resource-policies.ts'
import { readManagedPolicies, readRoles } from './resources/read-roles.ts'
import { readSchedules } from './resources/read-schedules.ts'
import { readTables } from './resources/read-storage.ts'
import type { StackPlan } from './stack-plan.ts'

export type ReadStackOptions = {
  /** A synthesized cloud assembly: the folder with manifest.json. */
  readonly assembly: string
  /** Default: the only stack of the assembly. */
  readonly stackName?: string
  /** Values for the template's parameters, in place of their defaults. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The same, for parameters that the template need not have. */
  readonly optionalParameters?: Readonly<Record<string, string>>
  /** The last part of the stack's id. Default: a new UUID. */
  readonly stackUuid?: string
  /** URL of the embedded AWS services, and the start of queue URLs. */
  readonly awsUrl: string
  /** URL at which the distribution is served. */
  readonly siteUrl: string
  /** Default: the stack's own if it was synthesized for one, else 000000000000. */
  readonly account?: string
  /** Default: the stack's own if it was synthesized for one, else us-east-1. */
  readonly region?: string
}

/**
 * Reads a synthesized stack as the plan of what to run.
 * @throws {UnsupportedTemplateError} listing everything that would behave differently from a deployment
 */
export function readStack(options: ReadStackOptions): StackPlan {
  const stack = openStack(options.assembly, options.stackName)
  const { stackName } = stack
  const sections = templateSections.safeParse(stack.template)
  if (!sections.success) {
    const issues = describeIssues(sections.error, stack.template)
    throw new UnsupportedTemplateError(
      stackName,
      issues.map((issue) => ({ logicalId: '', type: '', ...issue })),
    )
  }
  const account = options.account ?? stack.account ?? '000000000000'
  const region = options.region ?? stack.region ?? 'us-east-1'
  const uuid = options.stackUuid ?? randomUUID()
  const template = openTemplate(sections.data, {
    ...{ stackName, account, region },
    stackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${uuid}`,
    awsUrl: options.awsUrl.replace(/\/$/, ''),
    siteUrl: options.siteUrl.replace(/\/$/, ''),
    parameters: { ...declaredOnly(options.optionalParameters ?? {}, sections.data), ...options.parameters },
  })
  const plan = readPlan(template, stack)
  const problems = template.problems()
  if (problems.length > 0) throw new UnsupportedTemplateError(stackName, problems)
  return plan
}

function declaredOnly(
  values: Readonly<Record<string, string>>,
  { Parameters }: TemplateSections,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(Parameters, name)))
}

/** Reads a template's resources, type by type. */
export function readPlan(
  template: Template,
  { assetFolder, tags, template: source }: Pick<StackFiles, 'assetFolder' | 'tags' | 'template'>,
): StackPlan {
  const queues = readQueues(template)
  const buckets = readBuckets(template, queues)
  const tables = readTables(template)
  const topics = readTopics(template)
  const destinations = { queues, topics }
  const managedPolicies = readManagedPolicies(template)
  const roles = readRoles(template, managedPolicies)
  const logGroups = readLogGroups(template)
  const functions = readFunctions(template, assetFolder, roles, { ...destinations, logGroups })
  const policies = readResourcePolicies(template, { ...destinations, functions, logGroups })
  const eventBuses = readEventBuses(template)
  const api = readHttpApi(template, { functions, queues, roles }, policies)
  const configurationSets = readConfigurationSets(template, topics)
  const { stackName, stackId, region, account } = template
  return {
    stackName,
    stackId,
    region,
    account,
    buckets,
    tables,
    queues,
    topics,
    subscriptions: readSubscriptions(template, topics, queues),
    functions,
    logGroups,
    ...readEventSources(template, { queues, tables, topics, functions }),
    schedules: readSchedules(template, queues, functions, roles),
    eventBuses,
    rules: readRules(template, eventBuses, { ...destinations, functions, logGroups }, policies),
    httpRoutes: api.routes,
    distribution: readDistribution(template, buckets, api.domain),
    configurationSets,
    identities: readIdentities(template, configurationSets),
    ...readReceiptRules(template, functions, policies),
    managedPolicies,
    outputs: template.outputs(),
    deployment: { ...template.describe(), template: JSON.stringify(source, null, 1), tags },
  }
}
