import { openZone } from 'schedule-expressions/wall-time'

/** Returns the first instant after `after` at which the clocks of a zone show a time of day (`07:00`). */
export function nextTimeOfDay(time: string, timeZone: string, after: Date): Date {
  const zone = openZone(timeZone)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = zone.wallTime(after)
  wall.setUTCHours(hours, minutes, 0, 0)
  for (;;) {
    // On a day that skips this time, an hour later counts.
    const instant = zone.instant(wall) ?? zone.instant(new Date(wall.getTime() + 3_600_000))
    if (instant !== undefined && instant > after) return instant
    wall.setUTCDate(wall.getUTCDate() + 1)
  }
}
