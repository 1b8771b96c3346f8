import { openZone } from 'schedule-expressions/wall-time'

/** The first instant after another at which the wall clock reads a time of day. */
export function nextTimeOfDay(time: string, timeZone: string, after: Date): Date {
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
