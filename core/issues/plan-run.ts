import { openZone } from 'schedule-expressions/wall-time'
import type { ComposeMessage } from '../messages.ts'
import type { DigestName, Publication } from '../publication.ts'
import { standsForMissing } from '../schedules/missing-hour.ts'

/** Why a run composed no issue. The articles wait for the next one. */
export type Rest = 'nothing-pending' | 'too-few' | 'too-late'

type RunRequest = Pick<ComposeMessage, 'scheduledAt' | 'shifted'>

/** Whether a run counts at all: the one an hour later is for days on which the digest's own time does not exist. */
export function isDue({ scheduledAt, shifted = false }: RunRequest, { timeZone }: Publication): boolean {
  return !shifted || (scheduledAt !== undefined && standsForMissing(scheduledAt, timeZone))
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
  const isLate = notAfter !== undefined && now > firstTime(notAfter, publication.timeZone, new Date(scheduledAt))
  return isLate ? 'too-late' : undefined
}

/** The first instant after another at which the wall clock reads a time of day. */
export function firstTime(time: string, timeZone: string, after: Date): Date {
  const zone = openZone(timeZone)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = zone.wallTime(after)
  wall.setUTCHours(hours, minutes, 0, 0)
  for (;;) {
    // Where clocks go forward over that time, it is an hour later.
    const instant = zone.instant(wall) ?? zone.instant(new Date(wall.getTime() + 3_600_000))
    if (instant !== undefined && instant > after) return instant
    wall.setUTCDate(wall.getUTCDate() + 1)
  }
}
