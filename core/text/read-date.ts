import { type Problem, warning } from '../problem.ts'
import { calendarNames } from './calendar-names.ts'
import { cleanLine } from './clean-text.ts'
import { instantIn, zoneOffset } from './time-zone.ts'

/** How to read an ambiguous date. */
export type DateConventions = {
  /** BCP 47. Names of months and weekdays may be in this language or in English. It also decides whether 08/12 is in August. */
  readonly language: string
  /** The zone of a time of day that names none. */
  readonly timeZone: string
}

/** The result of reading a date. `instant` is undefined if the day or time does not exist. */
export type DateReading = { readonly instant: string | undefined; readonly problems: readonly Problem[] }

type Day = { readonly year: number; readonly month: number; readonly day: number }
type Time = { readonly minutes: number; readonly milliseconds: number; readonly offset: number | undefined }

/** Languages to try if a date is neither in the publication's language nor in English. */
const otherLanguages = ['de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'da']

const writeIso = 'Write the date as year-month-day, such as 2026-03-31.'

/**
 * Reads a text that consists of a date: ISO 8601, RFC 2822, US and European forms, with or without weekday and time.
 * Unlike Date.parse, it rejects 31 February and checks the weekday. Returns undefined if the text is not a date.
 */
export function readDate(text: string, conventions: DateConventions): DateReading | undefined {
  const line = cleanLine(text)
  if (line.length > 80) return undefined
  const reading = readDateIn(line, conventions)
  if (reading !== undefined || !/\p{L}/u.test(line) || !/\d{4}/.test(line)) return reading
  for (const language of otherLanguages) {
    const foreign = readDateIn(line, { ...conventions, language })
    if (foreign) return foreign
  }
  return undefined
}

function readDateIn(line: string, conventions: DateConventions): DateReading | undefined {
  const { weekday, rest } = splitWeekday(line, conventions.language)
  if (namesMonthOnly(rest, conventions.language)) return { instant: undefined, problems: [incomplete(line)] }
  const match = findDay(rest, weekday, conventions.language)
  if (match === undefined) return undefined
  const time = readTime(match.rest)
  if (time === undefined) return undefined
  const { day } = match
  if (time === 'impossible' || weekdayOf(day) === undefined) return { instant: undefined, problems: [impossible(line)] }
  const problems = [...match.problems, ...(weekday === undefined ? [] : checkWeekday(weekday, day, line))]
  return { instant: instantOf(day, time, conventions.timeZone), problems }
}

function splitWeekday(line: string, language: string): { weekday: number | undefined; rest: string } {
  const match = /^(\p{L}+)\.?,?\s+(?=\S)/u.exec(line)
  const weekday = match?.[1] === undefined ? undefined : calendarNames(language).weekdays.get(match[1].toLowerCase())
  return weekday === undefined || match === null
    ? { weekday: undefined, rest: line }
    : { weekday, rest: line.slice(match[0].length) }
}

function namesMonthOnly(text: string, language: string): boolean {
  return monthOf(/^(\p{L}+)\.?,?\s(?:de\s)?\d{4}$/u.exec(text)?.[1], language) !== undefined
}

function findDay(text: string, weekday: number | undefined, language: string): DayMatch | undefined {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(text)
  if (iso) return dayAt(text, iso, iso[1], Number(iso[3]), iso[4])
  const eastern = /^(\d{4})(?:年|년|\.)\s?(\d{1,2})(?:月|월|\.)\s?(\d{1,2})(?:日|일|\.)?(?!\d)/.exec(text)
  if (eastern) return dayAt(text, eastern, eastern[1], Number(eastern[2]), eastern[3])
  const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text)
  if (numeric) return numericDay(text, numeric, weekday, language)
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-](?:of |de |d['’])?(\p{L}+)\.?,?[\s-](?:de |del )?(\d{4})(?!\d)/iu.exec(text)
  if (dayFirst) return dayAt(text, dayFirst, dayFirst[3], monthOf(dayFirst[2], language), dayFirst[1])
  const monthFirst = /^(\p{L}+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})(?!\d)/iu.exec(text)
  if (monthFirst) return dayAt(text, monthFirst, monthFirst[3], monthOf(monthFirst[1], language), monthFirst[2])
  return undefined
}

function dayAt(
  text: string,
  match: RegExpExecArray,
  year: string | undefined,
  month: number | undefined,
  day: string | undefined,
  problems: readonly Problem[] = [],
): DayMatch | undefined {
  if (month === undefined) return undefined
  return { day: { year: Number(year), month, day: Number(day) }, rest: text.slice(match[0].length), problems }
}

function monthOf(name: string | undefined, language: string): number | undefined {
  return calendarNames(language).months.get((name ?? '').toLowerCase())
}

/** Reads 08/12/2015 by its weekday, or else as readers of the language do, with a warning. */
function numericDay(
  text: string,
  match: RegExpExecArray,
  weekday: number | undefined,
  language: string,
): DayMatch | undefined {
  const [, first = '', separator, second = '', written = ''] = match
  const year = written.length === 4 ? written : String(Number(written) + (Number(written) < 70 ? 2000 : 1900))
  const dayFirst = dayAt(text, match, year, Number(second), first)
  const monthFirst = dayAt(text, match, year, Number(first), second)
  const possible = [dayFirst, monthFirst].filter((reading) => reading && weekdayOf(reading.day) !== undefined)
  if (separator === '.' || possible.length === 0 || first === second) return dayFirst
  if (possible.length === 1) return possible[0]
  const consistent = possible.filter((reading) => reading && weekdayOf(reading.day) === weekday)
  if (consistent.length === 1) return consistent[0]
  const american = /^en(-US)?$/i.test(language)
  const problems = [
    warning('ambiguous-date', `"${match[0]}" was read with the ${american ? 'month' : 'day'} first.`, {
      fix: writeIso,
    }),
  ]
  return american
    ? dayAt(text, match, year, Number(first), second, problems)
    : dayAt(text, match, year, Number(second), first, problems)
}

/** Reads the text after the day: nothing, or a time with or without a zone. Returns undefined for anything else. */
function readTime(rest: string): Time | 'impossible' | undefined {
  const text = rest.replace(/^(?:T(?=\d)|\s*,?\s*(?:at|um|à|om)\s+|[\s,|·–—-]+)/i, '').trim()
  if (text === '') return { minutes: 0, milliseconds: 0, offset: 0 }
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(?:Uhr\b)?\s*(.*)$/i.exec(text)
  if (match === null || (match[2] === undefined && match[5] === undefined)) return undefined
  const [, hours, minutes = '0', seconds = '0', fraction = '0', half, zone = ''] = match
  const offset = zone === '' ? undefined : zoneOffset(zone)
  if (zone !== '' && offset === undefined) return undefined
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0)
  const tooLarge =
    hour > 23 || Number(minutes) > 59 || Number(seconds) > 60 || (half !== undefined && Number(hours) > 12)
  if (tooLarge) return 'impossible'
  return { minutes: hour * 60 + Number(minutes), milliseconds: (Number(seconds) + Number(fraction)) * 1000, offset }
}

/** Returns 1 for Monday to 7 for Sunday; undefined if the day does not exist. */
function weekdayOf({ year, month, day }: Day): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1000
  return exists ? date.getUTCDay() || 7 : undefined
}

function checkWeekday(weekday: number, day: Day, line: string): readonly Problem[] {
  const actual = weekdayOf(day)
  if (actual === weekday) return []
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

function instantOf({ year, month, day }: Day, time: Time, timeZone: string): string {
  const wallClock = Date.UTC(year, month - 1, day, 0, time.minutes, 0, Math.floor(time.milliseconds))
  if (time.offset !== undefined) return new Date(wallClock - time.offset * 60_000).toISOString()
  return instantIn(timeZone, wallClock)
}

function incomplete(line: string): Problem {
  return warning('incomplete-date', `"${line}" has no day.`, { fix: writeIso })
}

function impossible(line: string): Problem {
  return warning('impossible-date', `"${line}" is not a real day or time.`, { fix: writeIso })
}

type DayMatch = { readonly day: Day; readonly rest: string; readonly problems: readonly Problem[] }
