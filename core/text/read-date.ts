import { type Problem, warning } from '../problem.ts'
import { calendarNames, foldName, languagesOf } from './calendar-names.ts'
import { cleanLine } from './clean-text.ts'
import { type Day, findDay, monthOf, weekdayOf, writeIso } from './read-day.ts'
import { readTime, type Time } from './read-time.ts'
import { instantIn } from './time-zone.ts'
import { unifyDate } from './unify-date.ts'

/** How to read an ambiguous date. */
export type DateConventions = {
  /** BCP 47. Names of months and weekdays may be in this language or in English. It also decides whether 08/12 is in August. */
  readonly language: string
  /** The zone of a time of day that names none. */
  readonly timeZone: string
}

/** The result of reading a date. `instant` is undefined if the day or time does not exist. */
export type DateReading = { readonly instant: string | undefined; readonly problems: readonly Problem[] }

/**
 * Reads a text that consists of a date: ISO 8601, RFC 2822, US and European forms and those that programs print, with or
 * without weekday and time. Unlike Date.parse, it rejects 31 February and checks the weekday. Returns undefined if the
 * text is not a date.
 */
export function readDate(text: string, conventions: DateConventions): DateReading | undefined {
  if (text.length > 200) return undefined
  const line = unifyDate(cleanLine(text))
  if (line.length > 100) return undefined
  const reading = readDateIn(line, conventions)
  if (reading !== undefined || !/\p{L}/u.test(line) || !/\d{2}/.test(line)) return reading
  for (const language of languagesOf(line)) {
    const foreign = readDateIn(line, { ...conventions, language })
    if (foreign) return foreign
  }
  return undefined
}

/** Reads a date that a program may have stored as a number: seconds or milliseconds since 1970. */
export function readStoredDate(text: string, conventions: DateConventions): DateReading | undefined {
  const [, seconds, milliseconds = ''] = /^@?([1-3]\d{9})(?:\.?(\d{3}))?$/.exec(text.trim()) ?? []
  if (seconds === undefined) return readDate(text, conventions)
  return { instant: new Date(Number(seconds + milliseconds.padEnd(3, '0'))).toISOString(), problems: [] }
}

function readDateIn(line: string, conventions: DateConventions): DateReading | undefined {
  const { weekday, rest } = splitWeekday(line, conventions.language)
  // In Spanish, "mar" is Tuesday and March.
  const reading = readFromDay(rest, weekday, line, conventions)
  return reading ?? (weekday === undefined ? undefined : readFromDay(line, undefined, line, conventions))
}

function readFromDay(text: string, weekday: number | undefined, line: string, conventions: DateConventions) {
  const { language, timeZone } = conventions
  if (hasNoDay(text, language)) return { instant: undefined, problems: [incomplete(line)] }
  const match = findDay(text, weekday, language)
  if (match === undefined) return undefined
  const after = splitWeekday(match.rest.replace(/^[\s,،]+\(?/, ''), language)
  const found = after.weekday === undefined ? match : (findDay(text, after.weekday, language) ?? match)
  const time = readTime(after.weekday === undefined ? match.rest : ` ${after.rest}`.trimEnd(), timeZone)
  if (time === undefined) return undefined
  if (time === 'impossible' || weekdayOf(found.day) === undefined)
    return { instant: undefined, problems: [impossible(line)] }
  const { instant, problems } = instantOf(found.day, time, timeZone)
  return {
    instant,
    problems: [...found.problems, ...problems, ...checkWeekday(weekday ?? after.weekday, found.day, line)],
  }
}

/** Takes a weekday of one or two words off the start of a text. */
function splitWeekday(text: string, language: string): { weekday: number | undefined; rest: string } {
  for (const pattern of [/^([^\d\s,،.()]{2,} [^\s,،.()]+)/u, /^([^\d\s,،.()]{2,})/u]) {
    const match = pattern.exec(text)
    const weekday = calendarNames(language).weekdays.get(foldName(match?.[1] ?? ''))
    if (match === null || weekday === undefined) continue
    return { weekday, rest: text.slice(match[0].length).replace(/^[.,،)]{0,2}\s?(?:den |ngày |ה-)?/, '') }
  }
  return { weekday: undefined, rest: text }
}

function hasNoDay(text: string, language: string): boolean {
  if (/^\d{4}(?:-?W\d{2}|[-/]\d{1,2})$|^\d{1,2}\/\d{4}$|^\d{4}년? ?\d{1,2}월$|^\d{4}年\d{1,2}月$/.test(text))
    return true
  return monthOf(/^([\p{L}\p{M}]{2,})\.?,?\s(?:de\s)?\d{4}$/u.exec(text)?.[1], language) !== undefined
}

function checkWeekday(weekday: number | undefined, day: Day, line: string): readonly Problem[] {
  if (weekday === undefined || weekdayOf(day) === weekday) return []
  const name = new Date(Date.UTC(day.year, day.month - 1, day.day)).toLocaleDateString('en', {
    weekday: 'long',
    timeZone: 'UTC',
  })
  return [
    warning('wrong-weekday', `"${line}" names the wrong weekday: that day was a ${name}.`, {
      fix: 'Correct the weekday or the day; the article was dated by the day.',
    }),
  ]
}

function instantOf({ year, month, day }: Day, { minutes, milliseconds, zone }: Time, ownZone: string) {
  const wallClock = Date.UTC(year, month - 1, day, 0, minutes, 0, milliseconds)
  if (zone === undefined || 'timeZone' in zone)
    return { instant: instantIn(zone?.timeZone ?? ownZone, wallClock), problems: [] }
  const instant = new Date(wallClock - zone.offset * 60_000).toISOString()
  return { instant, problems: zone.isAmbiguous ? [ambiguousZone()] : [] }
}

function ambiguousZone(): Problem {
  const message = 'The abbreviation of the time zone has several meanings; the most common one was used.'
  return warning('ambiguous-date', message, { fix: 'Write the offset instead, such as 2026-03-31 09:30 +05:30.' })
}

function incomplete(line: string): Problem {
  return warning('incomplete-date', `"${line}" has no day.`, { fix: writeIso })
}

function impossible(line: string): Problem {
  return warning('impossible-date', `"${line}" is not a real day or time.`, { fix: writeIso })
}
