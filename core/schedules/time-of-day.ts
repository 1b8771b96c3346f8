import { openZone } from 'schedule-expressions/wall-time'

const oneHour = 3_600_000 // milliseconds

/** Returns the first instant after `after` at which the clocks of a zone show a time of day (`07:00`). */
export function nextTimeOfDay(time: string, timeZone: string, after: Date): Date {
  const zone = openZone(timeZone)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = zone.wallTime(after)
  wall.setUTCHours(hours, minutes, 0, 0)
  for (;;) {
    // On a day that skips this time, an hour later counts; in Antarctica/Troll, which skips two hours, two hours later.
    const instant = [0, 1, 2].map((hours) => zone.instant(new Date(wall.getTime() + hours * oneHour))).find(Boolean)
    if (instant !== undefined && instant > after) return instant
    wall.setUTCDate(wall.getUTCDate() + 1)
  }
}
