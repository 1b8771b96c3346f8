/** Converts instants to a zone's wall time and back. A wall time is a Date whose UTC fields show the wall clock's time. */
export type Zone = {
  wallTime(instant: Date): Date
  /** Returns the first instant at which the wall clock shows this time; undefined if DST skips it. */
  instant(wallTime: Date): Date | undefined
}

/** Milliseconds. */
const oneDay = 24 * 60 * 60 * 1000

/** @throws {RangeError} for an unknown time zone */
export function openZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const wallTime = (instant: Date): Date => {
    const fields = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  }
  return {
    wallTime,
    instant: (wall) => {
      // Tries the zone's offsets a day before and a day after. If they differ, one or both of them may give the wall time.
      const candidates = [-oneDay, oneDay].map((distance) => {
        const near = new Date(wall.getTime() + distance)
        return new Date(wall.getTime() - (wallTime(near).getTime() - near.getTime()))
      })
      return candidates
        .filter((candidate) => wallTime(candidate).getTime() === wall.getTime())
        .sort((a, b) => a.getTime() - b.getTime())[0]
    },
  }
}
