import type { DigestSchedule } from '../digest-schedule.ts'
import { nextRun } from './next-run.ts'

/** More runs are not counted. */
const most = 1000

/** Counts the runs of a digest after an instant, up to another one. An instant digest has no fixed runs. */
export function runsUntil(schedule: DigestSchedule, timeZone: string, after: string, end: string): number {
  let runs = 0
  for (
    let due = nextRun(schedule, timeZone, after);
    due !== undefined && due <= end && runs < most;
    due = nextRun(schedule, timeZone, due)
  )
    runs += 1
  return runs
}
