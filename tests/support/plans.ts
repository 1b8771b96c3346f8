import type { StackPlan } from 'cdk-loopback/template/stack-plan'

/** Moves a message to the dead-letter queue after a few receives. The stack allows so many that a test would take hours. */
export function fewReceives(plan: StackPlan, maxReceiveCount = 5): StackPlan {
  const queues = plan.queues.map(({ attributes: { RedrivePolicy, ...attributes }, ...queue }) => {
    if (!RedrivePolicy) return { ...queue, attributes }
    const policy = { ...JSON.parse(RedrivePolicy), maxReceiveCount }
    return { ...queue, attributes: { ...attributes, RedrivePolicy: JSON.stringify(policy) } }
  })
  return { ...plan, queues }
}

/** Runs nothing at a time of its own. */
export function withoutSchedules(plan: StackPlan): StackPlan {
  return { ...plan, schedules: [] }
}

/** Passes batches on at once. The stack gathers the events of SES for some seconds of real time. */
export function noBatchWindows(plan: StackPlan): StackPlan {
  return { ...plan, eventSources: plan.eventSources.map((source) => ({ ...source, batchWindow: 0 })) }
}
