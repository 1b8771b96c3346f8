import * as z from 'zod'
import { logGroupOf } from '../../logs/log-event.ts'
import { text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { FunctionPlan, LogGroupPlan, QueuePlan, TopicPlan } from '../stack-plan.ts'
import { grantsService, resourcePolicy, type ServiceCaller, sourceCondition } from './service-statements.ts'

/** What services may do with the queues, topics, functions and log groups of the stack. */
export type ResourcePolicies = {
  /** Reports the problem if the policy of a target does not let a service send to it or invoke it. */
  require(resource: Resource<unknown>, path: string, targetArn: string, caller: ServiceCaller): void
}

export type PolicyOwners = {
  readonly queues: readonly QueuePlan[]
  readonly topics: readonly TopicPlan[]
  readonly functions: readonly FunctionPlan[]
  readonly logGroups: readonly LogGroupPlan[]
}

const queuePolicy = z.strictObject({ Queues: z.array(text), PolicyDocument: resourcePolicy })
const queueInlinePolicy = z.strictObject({ Queue: text, PolicyDocument: resourcePolicy })
const topicPolicy = z.strictObject({ Topics: z.array(text), PolicyDocument: resourcePolicy })
const topicInlinePolicy = z.strictObject({ TopicArn: text, PolicyDocument: resourcePolicy })
const logPolicy = z.strictObject({ PolicyName: text, PolicyDocument: text, ResourceArn: text.optional() })
const permission = z.strictObject({
  Action: text,
  FunctionName: text,
  Principal: text,
  SourceArn: text.optional(),
  SourceAccount: text.optional(),
  // Restrict other callers than the services that invoke functions here.
  ...withoutMeaning('EventSourceToken', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'PrincipalOrgID'),
})

export function readResourcePolicies(
  template: Template,
  { queues, topics, functions, logGroups }: PolicyOwners,
): ResourcePolicies {
  const documents = new Map<string, unknown[]>()
  const add = (arn: string | undefined, statements: readonly unknown[]) => {
    if (arn !== undefined) documents.set(arn, [...(documents.get(arn) ?? []), ...statements])
  }
  const queueArn = (url: string) => queues.find((queue) => queue.url === url)?.arn
  for (const { properties } of template.read('AWS::SQS::QueuePolicy', queuePolicy)) {
    for (const url of properties.Queues) add(queueArn(url), properties.PolicyDocument.Statement)
  }
  for (const { properties } of template.read('AWS::SQS::QueueInlinePolicy', queueInlinePolicy)) {
    add(queueArn(properties.Queue), properties.PolicyDocument.Statement)
  }
  for (const { properties } of template.read('AWS::SNS::TopicPolicy', topicPolicy)) {
    for (const arn of properties.Topics) add(arn, properties.PolicyDocument.Statement)
  }
  for (const { properties } of template.read('AWS::SNS::TopicInlinePolicy', topicInlinePolicy)) {
    add(properties.TopicArn, properties.PolicyDocument.Statement)
  }
  for (const { properties } of template.read('AWS::Lambda::Permission', permission)) {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties
    const target = functions.find(({ name, arn }) => [name, arn].includes(FunctionName))
    const Condition = sourceCondition(SourceArn, SourceAccount)
    add(target?.arn, [{ Effect: 'Allow', Principal: { Service: Principal }, Action, Condition }])
  }
  const logPolicies = readLogPolicies(template)
  const actionOf = (arn: string) => {
    if (queues.some((queue) => queue.arn === arn)) return 'sqs:SendMessage'
    if (topics.some((topic) => topic.arn === arn)) return 'sns:Publish'
    return functions.some((each) => each.arn === arn) ? 'lambda:InvokeFunction' : undefined
  }
  return {
    require: (resource, path, arn, caller) => {
      if (arn.includes(':logs:') && logGroups.some(({ name }) => name === logGroupOf(arn))) {
        requireLogging(logPolicies, template, { resource, path, arn, caller })
        return
      }
      const action = actionOf(arn)
      const policy = { Statement: documents.get(arn) ?? [] }
      if (action === undefined || grantsService(policy, caller, { action, resource: arn }, template)) return
      template.report(
        resource,
        path,
        `the policy of ${arn} does not let ${caller.service} call ${action} for ${caller.sourceArn}`,
      )
    },
  }
}

/** Reads the policies of CloudWatch Logs, which are texts and name the log groups themselves. */
function readLogPolicies(template: Template): z.output<typeof resourcePolicy>[] {
  return template.read('AWS::Logs::ResourcePolicy', logPolicy).flatMap((policy) => {
    const document = resourcePolicy.safeParse(parseJson(policy.properties.PolicyDocument))
    if (!document.success) template.report(policy, 'PolicyDocument', 'is not the JSON of a policy')
    return document.success ? [document.data] : []
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Requires both permissions that writing events takes. */
function requireLogging(
  policies: readonly z.output<typeof resourcePolicy>[],
  template: Template,
  target: {
    readonly resource: Resource<unknown>
    readonly path: string
    readonly arn: string
    readonly caller: ServiceCaller
  },
): void {
  const { resource, path, arn, caller } = target
  const policy = { Statement: policies.flatMap(({ Statement }) => Statement) }
  const stream = `${arn.replace(/:\*$/, '')}:log-stream:any`
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
    if (grantsService(policy, caller, { action, resource: stream }, template)) continue
    template.report(resource, path, `no AWS::Logs::ResourcePolicy lets ${caller.service} call ${action} on ${arn}`)
  }
}
