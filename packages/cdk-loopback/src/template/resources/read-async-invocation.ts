import * as z from 'zod'
import { isAllowed, type Statement } from '../../iam/policy.ts'
import { text, whole } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { AsyncInvocationPlan, DestinationPlan, QueuePlan, TopicPlan } from '../stack-plan.ts'

/** The resources that can get the outcome of an asynchronous invocation. */
export type Destinations = { readonly queues: readonly QueuePlan[]; readonly topics: readonly TopicPlan[] }

const destination = z.strictObject({ Destination: text }).optional()
const configProperties = z.strictObject({
  FunctionName: text,
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: whole.refine((value) => value >= 0 && value <= 2, 'must be 0 to 2').default(2),
  MaximumEventAgeInSeconds: whole
    .refine((value) => value >= 60 && value <= 21_600, 'must be 60 to 21600')
    .default(21_600),
  DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).default({}),
})

/** Reads how each function is invoked asynchronously. `functionNames` are names and ARNs. */
export function openAsyncSettings(template: Template, functionNames: ReadonlySet<string>, destinations: Destinations) {
  const configs = template.read('AWS::Lambda::EventInvokeConfig', configProperties)
  for (const config of configs) {
    const { FunctionName } = config.properties
    if (functionNames.has(FunctionName)) continue
    template.report(config, 'FunctionName', `${FunctionName} is not a resource that cdk-loopback runs`)
  }
  return {
    read(
      resource: Resource<unknown>,
      deadLetterArn: string | undefined,
      statements: readonly Statement[],
    ): AsyncInvocationPlan {
      const config = configs.find(({ properties }) => [resource.name, resource.arn].includes(properties.FunctionName))
      const find = (owner: Resource<unknown>, path: string, arn: string | undefined) =>
        arn === undefined ? undefined : readDestination(template, owner, path, arn, destinations, statements)
      const settings = config?.properties ?? configProperties.parse({ FunctionName: '', Qualifier: '$LATEST' })
      const { OnSuccess, OnFailure } = settings.DestinationConfig
      const owner = config ?? resource
      return {
        maximumRetryAttempts: settings.MaximumRetryAttempts,
        maximumEventAge: settings.MaximumEventAgeInSeconds,
        onSuccess: find(owner, 'DestinationConfig.OnSuccess.Destination', OnSuccess?.Destination),
        onFailure: find(owner, 'DestinationConfig.OnFailure.Destination', OnFailure?.Destination),
        deadLetter: find(resource, 'DeadLetterConfig.TargetArn', deadLetterArn),
      }
    },
  }
}

/** Lambda sends with the function's role, and refuses a configuration for which the role lacks the permission. */
export function readDestination(
  template: Template,
  owner: Resource<unknown>,
  path: string,
  arn: string,
  { queues, topics }: Destinations,
  statements: readonly Statement[],
): DestinationPlan {
  template.requireOneOf(owner, path, arn, [...queues, ...topics])
  if (arn.endsWith('.fifo')) template.report(owner, path, 'must be a standard queue or topic')
  const kind = queues.some((queue) => queue.arn === arn) ? 'queue' : 'topic'
  const action = kind === 'queue' ? 'sqs:SendMessage' : 'sns:Publish'
  if (!isAllowed(statements, { action, resource: arn })) {
    template.report(owner, path, `the function's role does not allow ${action} on ${arn}`)
  }
  return { kind, arn }
}
