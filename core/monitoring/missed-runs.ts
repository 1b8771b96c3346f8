import type { DigestName, Publication } from '../publication.ts'
import { type DigestRecord, findRun } from '../schedules/digest-record.ts'
import { nextRun } from '../schedules/next-run.ts'
import type { HealthRecord } from './health.ts'
import { isLate } from './health.ts'
import { lateAfter } from './limits.ts'

/** A run of a digest that was due and has not happened. */
export type MissedRun = {
  readonly digest: DigestName
  readonly scheduledAt: string
  /** Whether it is so late that the operator should know. */
  readonly isLate: boolean
}

/** Hours. An older run is not requested again: its articles are in a later issue. */
const horizon = 24

/**
 * Returns since when each digest has been checked. For a new digest or a changed schedule, that is now, because earlier
 * runs were never due.
 */
export function watchDigests(
  { digests, timeZone }: Publication,
  before: HealthRecord,
  now: Date,
): HealthRecord['digests'] {
  return Object.fromEntries(
    Object.entries(digests).map(([name, { schedule }]) => {
      const text = JSON.stringify([schedule, timeZone])
      const previous = before.digests[name]
      return [name, previous?.schedule === text ? previous : { schedule: text, since: now.toISOString() }]
    }),
  )
}

/** Lists the runs of a digest that were due within the last day and have not happened. */
export function missedRuns(
  publication: Publication,
  digest: DigestName,
  record: DigestRecord,
  since: string,
  now: Date,
): readonly MissedRun[] {
  const schedule = publication.digests[digest]?.schedule
  if (!schedule) return []
  const start = new Date(Math.max(Date.parse(since), now.getTime() - horizon * 3_600_000)).toISOString()
  const missed: MissedRun[] = []
  for (
    let due = nextRun(schedule, publication.timeZone, start);
    due;
    due = nextRun(schedule, publication.timeZone, due)
  ) {
    if (!isLate(due, lateAfter.runRequest, now)) break
    if (!findRun(record, due)) missed.push({ digest, scheduledAt: due, isLate: isLate(due, lateAfter.run, now) })
  }
  return missed
}
