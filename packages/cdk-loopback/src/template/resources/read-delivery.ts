import * as z from 'zod'
import { logGroupOf } from '../../logs/log-event.ts'
import { text, whole } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { DeliveryPlan, FunctionPlan, LogGroupPlan, QueuePlan, TopicPlan } from '../stack-plan.ts'

/** How long and how often EventBridge and its scheduler try, without a policy of the target's own. */
const longestAge = 86_400
const mostAttempts = 185

/** The properties of a target that rules and schedules share. */
export const deliveryProperties = {
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: whole.refine((value) => value >= 0 && value <= mostAttempts, 'must be 0 to 185').optional(),
      MaximumEventAgeInSeconds: whole
        .refine((value) => value >= 60 && value <= longestAge, 'must be 60 to 86400')
        .optional(),
    })
    .default({}),
  DeadLetterConfig: z.strictObject({ Arn: text.optional() }).optional(),
}

/** The resources that can be targets. */
export type TargetCandidates = {
  readonly queues: readonly QueuePlan[]
  readonly topics?: readonly TopicPlan[]
  readonly functions: readonly FunctionPlan[]
  readonly logGroups?: readonly LogGroupPlan[]
}

/** Reads where a target is, and what happens if it cannot be reached. `path` leads to the target's properties. */
export function readDelivery(
  template: Template,
  resource: Resource<unknown>,
  path: string,
  target: { readonly Arn: string } & z.output<z.ZodObject<typeof deliveryProperties>>,
  { queues, topics = [], functions, logGroups = [] }: TargetCandidates,
): DeliveryPlan {
  const { Arn: arn, RetryPolicy, DeadLetterConfig } = target
  const isLogGroup = logGroups.some(({ name }) => arn.includes(':logs:') && name === logGroupOf(arn))
  if (!isLogGroup) template.requireOneOf(resource, `${path}.Arn`, arn, [...queues, ...topics, ...functions])
  const deadLetterArn = DeadLetterConfig?.Arn
  if (deadLetterArn !== undefined) {
    template.requireOneOf(resource, `${path}.DeadLetterConfig.Arn`, deadLetterArn, queues)
  }
  for (const [property, each] of [['Arn', arn] as const, ['DeadLetterConfig.Arn', deadLetterArn] as const]) {
    if (each?.endsWith('.fifo')) template.report(resource, `${path}.${property}`, 'must be a standard queue or topic')
  }
  const isQueue = queues.some((queue) => queue.arn === arn)
  const isTopic = topics.some((topic) => topic.arn === arn)
  return {
    kind: isQueue ? 'queue' : isTopic ? 'topic' : isLogGroup ? 'log-group' : 'function',
    arn,
    retry: {
      maximumAttempts: RetryPolicy.MaximumRetryAttempts ?? mostAttempts,
      maximumAge: RetryPolicy.MaximumEventAgeInSeconds ?? longestAge,
    },
    deadLetterArn,
  }
}
