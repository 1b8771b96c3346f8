/** Turns instants into a zone's wall clock time and back. A wall time is a Date whose UTC fields read as the wall clock does. */
export type Zone = {
  wallTime(instant: Date): Date
  /** The first instant at which the wall clock reads so; undefined if it never does, because DST skips that hour. */
  instant(wallTime: Date): Date | undefined
}

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
      // The zone's offset before and after any change near that time: one of them, or both, may give such an instant.
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
