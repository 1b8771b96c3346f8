import * as z from 'zod'
import { text, withoutMeaning } from '../language/property-types.ts'
import type { Template } from '../language/template.ts'
import type { FunctionPlan, QueuePlan, SchedulePlan } from '../stack-plan.ts'
import { deliveryProperties, readDelivery } from './read-delivery.ts'

const scheduleProperties = z.strictObject({
  Name: text.optional(),
  ScheduleExpression: z.string().regex(/^(cron|rate|at)\(.+\)$/, 'must be cron(…), rate(…) or at(…)'),
  ScheduleExpressionTimezone: z.string().refine(isTimeZone, 'is not a known time zone').default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: text,
    // Required, because without it EventBridge Scheduler would send its own notification.
    Input: text,
    SqsParameters: z.strictObject({}).optional(),
    ...deliveryProperties,
    ...withoutMeaning('RoleArn'),
  }),
  GroupName: text.optional(),
  ...withoutMeaning('Description', 'KmsKeyArn'),
})
const groupProperties = z.strictObject({ Name: text.optional(), ...withoutMeaning('Tags') })

export function readSchedules(
  template: Template,
  queues: readonly QueuePlan[],
  functions: readonly FunctionPlan[],
): SchedulePlan[] {
  template.read('AWS::Scheduler::ScheduleGroup', groupProperties)
  return template.read('AWS::Scheduler::Schedule', scheduleProperties).map((resource) => {
    const { logicalId, name, arn, properties } = resource
    const { Target } = properties
    const delivery = readDelivery(template, resource, 'Target', Target, { queues, functions })
    return {
      logicalId,
      name,
      arn,
      expression: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone,
      enabled: properties.State === 'ENABLED',
      target: { ...delivery, input: Target.Input },
    }
  })
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
