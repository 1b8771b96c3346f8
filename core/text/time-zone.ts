/** Hours ahead of UTC, for the abbreviations of RFC 2822 and of European newspapers. */
const abbreviations: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  BST: 1,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
}

/** Returns minutes ahead of UTC; undefined if the text is not a time zone. */
export function zoneOffset(zone: string): number | undefined {
  const hours = abbreviations[zone.replace(/^\((.*)\)$/, '$1').toUpperCase()]
  if (hours !== undefined) return hours * 60
  const match = /^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})$/i.exec(zone)
  if (match === null || Number(match[2]) > 14 || Number(match[3]) > 59) return undefined
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}

/**
 * Returns the instant at which clocks in `timeZone` show `wallClock` (milliseconds, as if it were UTC). The offset is read
 * twice, because a clock change may be between the first guess and the instant.
 */
export function instantIn(timeZone: string, wallClock: number): string {
  const guess = wallClock - offsetAt(timeZone, wallClock)
  return new Date(wallClock - offsetAt(timeZone, guess)).toISOString()
}

function offsetAt(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(instant)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return (zoneOffset(name) ?? 0) * 60_000
}
