import * as z from 'zod'
import { isAllowed } from '../../iam/policy.ts'
import { text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { DeliveryPlan, FunctionPlan, QueuePlan, SchedulePlan } from '../stack-plan.ts'
import { deliveryProperties, readDelivery } from './read-delivery.ts'
import type { Role } from './read-roles.ts'

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
    RoleArn: text,
  }),
  GroupName: text.optional(),
  ...withoutMeaning('Description', 'KmsKeyArn'),
})
const groupProperties = z.strictObject({ Name: text.optional(), ...withoutMeaning('Tags') })

export function readSchedules(
  template: Template,
  queues: readonly QueuePlan[],
  functions: readonly FunctionPlan[],
  roles: ReadonlyMap<string, Role>,
): SchedulePlan[] {
  template.read('AWS::Scheduler::ScheduleGroup', groupProperties)
  return template.read('AWS::Scheduler::Schedule', scheduleProperties).map((resource) => {
    const { logicalId, name, arn, properties } = resource
    const { Target } = properties
    const delivery = readDelivery(template, resource, 'Target', Target, { queues, functions })
    const role = roles.get(Target.RoleArn)
    if (role) requireRole(template, resource, delivery, role)
    else template.report(resource, 'Target.RoleArn', 'is no role of this stack')
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

/** The scheduler sends with the schedule's role, which must allow that on the target and on the dead-letter queue. */
function requireRole(
  template: Template,
  schedule: Resource<z.output<typeof scheduleProperties>>,
  { kind, arn, deadLetterArn }: DeliveryPlan,
  role: Role,
): void {
  const path = 'Target.RoleArn'
  const { region, account } = template
  const group = schedule.properties.GroupName ?? 'default'
  const sourceArn = `arn:aws:scheduler:${region}:${account}:schedule-group/${group}`
  if (!role.isAssumableBy({ service: 'scheduler.amazonaws.com', sourceArn })) {
    template.report(schedule, path, `cannot be assumed by scheduler.amazonaws.com for ${sourceArn}`)
  }
  const needed = [
    { action: kind === 'queue' ? 'sqs:SendMessage' : 'lambda:InvokeFunction', resource: arn },
    ...(deadLetterArn === undefined ? [] : [{ action: 'sqs:SendMessage', resource: deadLetterArn }]),
  ]
  for (const permission of needed) {
    if (isAllowed(role.statements, permission)) continue
    template.report(schedule, path, `does not allow ${permission.action} on ${permission.resource}`)
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
