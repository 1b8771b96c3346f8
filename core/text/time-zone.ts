import { ambiguousAbbreviations, zonesByAbbreviation } from './zone-abbreviations.ts'

/** A time zone as a date states it: a name such as Europe/Paris, or minutes ahead of UTC. */
export type Zone = { readonly timeZone: string } | { readonly offset: number; readonly isAmbiguous?: boolean }

const offsetPattern = /^(?:GMT|UTC?)? ?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?(?!\d)/i

const longNames =
  /^(?:(?:Eastern|Central|Mountain|Pacific)(?: Standard| Daylight)?|(?:Eastern|Central|Western) European(?: Standard| Summer)?|Greenwich Mean|Coordinated Universal|British Summer|(?:India|Japan) Standard) Time$/i

/**
 * Reads "-4", "+05:30", "UTC+2", "GMT-0500 (Eastern Standard Time)", "CET", "Europe/Paris" or "[Europe/Paris]".
 * @param ownZone the publication's time zone, which tells what IST means
 */
export function readZone(text: string, ownZone = ''): Zone | undefined {
  const inBrackets = /^[[(]([^[\]()]*)[\])]$/.exec(text)
  const bare = inBrackets?.[1] ?? text
  const offset = readOffset(bare)
  if (offset) return isComment(offset.comment) ? { offset: offset.minutes } : undefined
  const [name = '', comment = ''] = bare.split(/ ?(?=[[(])/, 2)
  return isComment(comment) ? namedZone(name, ownZone) : undefined
}

/** Returns minutes ahead of UTC; undefined if the text is not an offset or an abbreviation with one. */
export function zoneOffset(text: string): number | undefined {
  const zone = readZone(text)
  return zone && 'offset' in zone ? zone.offset : undefined
}

function readOffset(text: string): { readonly minutes: number; readonly comment: string } | undefined {
  const [all = '', sign, hours, minutes = '0', seconds = '0'] = offsetPattern.exec(text) ?? []
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined
  const offset = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60
  return { minutes: sign === '-' ? -offset : offset, comment: text.slice(all.length).trim() }
}

/** Returns true for what programs write after an offset or a zone: its name, or nothing. */
function isComment(text: string): boolean {
  return text === '' || /^(?:[[(][^[\]()]{1,60}[\])] ?){1,2}$/.test(text) || namedZone(text, '') !== undefined
}

function namedZone(name: string, ownZone: string): Zone | undefined {
  const abbreviation = longNames.test(name) ? initials(name) : name.toUpperCase()
  if (Object.hasOwn(ambiguousAbbreviations, abbreviation)) return chooseMeaning(abbreviation, ownZone)
  const zone = Object.hasOwn(zonesByAbbreviation, abbreviation) ? zonesByAbbreviation[abbreviation] : undefined
  if (typeof zone === 'string') return { timeZone: zone }
  if (zone !== undefined) return { offset: zone * 60 }
  return /^[a-z_]+(?:\/[a-z0-9_+-]+){1,2}$/i.test(name) && isTimeZone(name) ? { timeZone: name } : undefined
}

/** "Central European Standard Time" is CET, but "Eastern Standard Time" is EST. "UTC" is not made of initials. */
function initials(name: string): string {
  const words = name.toUpperCase().replace('EUROPEAN STANDARD', 'EUROPEAN').split(' ')
  return words[0] === 'COORDINATED' ? 'UTC' : words.map((word) => word[0]).join('')
}

function chooseMeaning(abbreviation: string, ownZone: string): Zone {
  const meanings = ambiguousAbbreviations[abbreviation] ?? []
  const own = meanings.find(({ zones }) => zones.test(ownZone))
  return own ? { offset: own.hours * 60 } : { offset: (meanings[0]?.hours ?? 0) * 60, isAmbiguous: true }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined
  } catch {
    return false // Intl throws for names that do not exist
  }
}

/**
 * Returns the instant at which clocks in `timeZone` show `wallClock` (milliseconds, as if it were UTC). If clocks show it
 * twice, `occurrence` decides. If they skip it, the result is as much later as they skip.
 */
export function instantIn(timeZone: string, wallClock: number, occurrence: 'first' | 'last' = 'last'): string {
  const [before, after] = [-1, 1].map((days) => offsetAt(timeZone, wallClock + days * 86_400_000))
  const instants = [before, after].map((offset = 0) => wallClock - offset)
  const possible = instants.filter((instant) => instant + offsetAt(timeZone, instant) === wallClock)
  const instant = possible.at(occurrence === 'first' ? 0 : -1) ?? Math.max(...instants)
  return new Date(instant).toISOString()
}

/** Formatters by time zone. Creating one takes longer than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Returns how many milliseconds clocks in a time zone are ahead of UTC at an instant. */
function offsetAt(timeZone: string, instant: number): number {
  const formatter = formatters.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  // An upload may name the same zone in many spellings.
  if (formatters.size < 50) formatters.set(timeZone, formatter)
  const name = formatter.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return (zoneOffset(name) ?? 0) * 60_000
}
