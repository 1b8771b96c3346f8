import * as z from 'zod'
import { text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { FunctionPlan, QueuePlan, TopicPlan } from '../stack-plan.ts'
import { grantsService, resourcePolicy, type ServiceCaller, sourceCondition } from './service-statements.ts'

/** What services may do with the queues, topics and functions of the stack. */
export type ResourcePolicies = {
  /** Reports the problem if the policy of a target does not let a service send to it or invoke it. */
  require(resource: Resource<unknown>, path: string, targetArn: string, caller: ServiceCaller): void
}

export type PolicyOwners = {
  readonly queues: readonly QueuePlan[]
  readonly topics: readonly TopicPlan[]
  readonly functions: readonly FunctionPlan[]
}

const queuePolicy = z.strictObject({ Queues: z.array(text), PolicyDocument: resourcePolicy })
const queueInlinePolicy = z.strictObject({ Queue: text, PolicyDocument: resourcePolicy })
const topicPolicy = z.strictObject({ Topics: z.array(text), PolicyDocument: resourcePolicy })
const topicInlinePolicy = z.strictObject({ TopicArn: text, PolicyDocument: resourcePolicy })
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
  { queues, topics, functions }: PolicyOwners,
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
  const actionOf = (arn: string) => {
    if (queues.some((queue) => queue.arn === arn)) return 'sqs:SendMessage'
    if (topics.some((topic) => topic.arn === arn)) return 'sns:Publish'
    return functions.some((each) => each.arn === arn) ? 'lambda:InvokeFunction' : undefined
  }
  return {
    require: (resource, path, arn, caller) => {
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
