import { createHash } from 'node:crypto'
import type { SchedulePlan } from '../template/stack-plan.ts'

/** A run of a schedule. */
export type ScheduledRun = {
  readonly input: string
  /** The attributes of its dead letter. */
  readonly attributes: Readonly<Record<string, string>>
}

/** Fills in the context attributes of EventBridge Scheduler that a target's input may contain. */
export function composeRun(plan: SchedulePlan, scheduled: Date): ScheduledRun {
  const { arn } = plan
  const time = `${scheduled.toISOString().slice(0, 19)}Z`
  // Stays the same when a run is repeated after a crash.
  const executionId = createHash('sha256').update(`${arn} ${scheduled.getTime()}`).digest('hex').slice(0, 16)
  const context: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': time,
    'execution-id': executionId,
    'attempt-number': '1',
  }
  const input = plan.target.input.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (placeholder, name) => context[name] ?? placeholder,
  )
  return { input, attributes: { SCHEDULE_ARN: arn, SCHEDULED_TIME: time, EXECUTION_ID: executionId } }
}
