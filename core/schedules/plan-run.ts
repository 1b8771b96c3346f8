import { openZone } from 'schedule-expressions/wall-time'
import type { ComposeMessage } from '../messages.ts'
import type { DigestName, Publication } from '../publication.ts'
import { countsOn } from '../schedule-dates.ts'
import { replacesSkippedRun } from './missing-hour.ts'
import { nextTimeOfDay } from './time-of-day.ts'

/** Why a run composes no issue. The articles wait for the next run. */
export type NoIssueReason = 'nothing-pending' | 'too-few' | 'too-late'

type RunRequest = Pick<ComposeMessage, 'digest' | 'scheduledAt' | 'shifted'>

/**
 * True if the run counts. It does not if it comes from the second schedule (`missingHourExpression`) on a day that does not
 * need it, or in a week or month that the digest leaves out. A run that does not count leaves no trace.
 * @param waiting the issue that waits for approval: a digest without fixed times composes no other one meanwhile
 */
export function isDue(
  { digest, scheduledAt, shifted = false }: RunRequest,
  publication: Publication,
  waiting?: object,
): boolean {
  const { digests, timeZone } = publication
  if (scheduledAt === undefined) return !shifted
  const schedule = digests[digest]?.schedule
  if (waiting && schedule?.every === 'minute') return false
  if (schedule && !countsOn(schedule, openZone(timeZone).wallTime(new Date(scheduledAt)))) return false
  return !shifted || replacesSkippedRun(scheduledAt, timeZone)
}

/**
 * Decides whether a run composes an issue; returns the reason if it does not. A run that an operator requested is never too
 * late, and never has too few articles.
 * @param pending number of live articles that the issue would contain
 */
export function planRun(
  publication: Publication,
  digest: DigestName,
  { scheduledAt }: Pick<RunRequest, 'scheduledAt'>,
  pending: number,
  now: Date,
): NoIssueReason | undefined {
  if (pending === 0) return 'nothing-pending'
  const settings = publication.digests[digest]
  if (scheduledAt === undefined || settings === undefined) return undefined
  if (pending < settings.minimumArticles) return 'too-few'
  const { notAfter } = settings
  const isLate = notAfter !== undefined && now > nextTimeOfDay(notAfter, publication.timeZone, new Date(scheduledAt))
  return isLate ? 'too-late' : undefined
}
