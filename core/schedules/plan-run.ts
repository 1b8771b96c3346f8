import type { ComposeMessage } from '../messages.ts'
import type { DigestName, Publication } from '../publication.ts'
import { replacesSkippedRun } from './missing-hour.ts'
import { nextTimeOfDay } from './time-of-day.ts'

/** Why a run composed no issue. The articles wait for the next one. */
export type Rest = 'nothing-pending' | 'too-few' | 'too-late'

type RunRequest = Pick<ComposeMessage, 'scheduledAt' | 'shifted'>

/** Whether a run counts at all: the one an hour later is for days on which the digest's own time does not exist. */
export function isDue({ scheduledAt, shifted = false }: RunRequest, { timeZone }: Publication): boolean {
  return !shifted || (scheduledAt !== undefined && replacesSkippedRun(scheduledAt, timeZone))
}

/**
 * Whether a run rests. What an operator asks for is never too few and never too late.
 * @param pending live articles that would be in the issue
 */
export function planRun(
  publication: Publication,
  digest: DigestName,
  { scheduledAt }: RunRequest,
  pending: number,
  now: Date,
): Rest | undefined {
  if (pending === 0) return 'nothing-pending'
  const settings = publication.digests[digest]
  if (scheduledAt === undefined || settings === undefined) return undefined
  if (pending < settings.minimumArticles) return 'too-few'
  const { notAfter } = settings
  const isLate = notAfter !== undefined && now > nextTimeOfDay(notAfter, publication.timeZone, new Date(scheduledAt))
  return isLate ? 'too-late' : undefined
}
