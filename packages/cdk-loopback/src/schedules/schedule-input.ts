import { createHash } from 'node:crypto'
import type { SchedulePlan, StackPlan } from '../template/stack-plan.ts'

/** Fills in the context attributes of EventBridge Scheduler that a target's input may contain. */
export function composeInput(
  plan: SchedulePlan,
  stack: Pick<StackPlan, 'region' | 'account'>,
  scheduled: Date,
): string {
  const arn = `arn:aws:scheduler:${stack.region}:${stack.account}:schedule/default/${plan.name}`
  const time = `${scheduled.toISOString().slice(0, 19)}Z`
  const context: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': time,
    // Stays the same when a run is repeated after a crash.
    'execution-id': createHash('sha256').update(`${arn} ${scheduled.getTime()}`).digest('hex').slice(0, 16),
    'attempt-number': '1',
  }
  return plan.target.input.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (placeholder, name) => context[name] ?? placeholder,
  )
}
