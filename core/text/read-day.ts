import { type Problem, warning } from '../problem.ts'
import { calendarNames, foldName } from './calendar-names.ts'

export type Day = { readonly year: number; readonly month: number; readonly day: number }

/** A day, and the text after it. */
export type DayMatch = { readonly day: Day; readonly rest: string; readonly problems: readonly Problem[] }

export const writeIso = 'Write the date as year-month-day, such as 2026-03-31.'

const month = String.raw`(?<month>[\p{L}\p{M}\u200C][\p{L}\p{M}\u200C.’'׳॰]*)`
const patterns: readonly RegExp[] = [
  /^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})(?!\d)/,
  /^(?<year>\d{4})\s?(?:年|년|\.)\s?(?<month>\d{1,2})\s?(?:月|월|\.)\s?(?<day>\d{1,2})(?:\s?[日号號일]|\.?(?!\d))/,
  /^(?:ngày )?(?<day>\d{1,2}) (?:tháng|thg) (?<month>\d{1,2})(?:,| năm)? (?<year>\d{4})(?!\d)/i,
  unicode(
    String.raw`^(?<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s/-]?(?:of |de |den |d['’]|ב)?`,
    String.raw`${month}[,،]?[\s/-]?(?:de |del |พ\.ศ\. )?(?<year>\d{4})(?!\d)`,
  ),
  unicode(String.raw`^${month}[\s/-]?(?<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:[,،]\s?|[\s/-])(?<year>\d{4})(?!\d)`),
  unicode(String.raw`^(?<year>\d{4})\.?(?:\s(?:m\.|gada))?[\s/-]${month}[\s/-](?<day>\d{1,2})(?!\d)(?:\.|\sd\.)?`),
]

/** RFC 850 and RFC 822 write two digits of the year. Elsewhere, "12 May 10" has too many meanings. */
const shortYear = unicode(
  String.raw`^(?<day>\d{1,2})(?<separator>[\s/-])${month}\k<separator>(?<year>\d{2})(?![\d:.h])`,
)

/** Finds the day at the start of a text. @param weekday 1 for Monday, if it is known */
export function findDay(text: string, weekday: number | undefined, language: string): DayMatch | undefined {
  const counted = countedDay(text)
  if (counted) return counted
  const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text)
  if (numeric) return numericDay(text, numeric, weekday, language)
  for (const pattern of patterns) {
    const match = pattern.exec(text)
    if (match?.groups) return dayAt(text, match, match.groups, language)
  }
  const short = shortYear.exec(text)
  if (short?.groups === undefined || (weekday === undefined && short.groups.separator === ' ')) return undefined
  return dayAt(text, short, { ...short.groups, year: fullYear(short.groups.year) }, language)
}

export function monthOf(name: string | undefined, language: string): number | undefined {
  return /^\d+$/.test(name ?? '') ? Number(name) : calendarNames(language).months.get(foldName(name ?? ''))
}

/** Returns 1 for Monday to 7 for Sunday; undefined if the day does not exist, or is from before the present calendar. */
export function weekdayOf({ year, month, day }: Day): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1583
  return exists ? date.getUTCDay() || 7 : undefined
}

type Numbers = { readonly [part: string]: string | undefined }

function dayAt(
  text: string,
  match: RegExpExecArray,
  { year, month, day }: Numbers,
  language: string,
  problems: readonly Problem[] = [],
): DayMatch | undefined {
  const number = monthOf(month, language)
  if (number === undefined) return undefined
  // The Buddhist calendar of Thailand is 543 years ahead.
  const isThai = Number(year) > 2400 && (/\p{Script=Thai}/u.test(text) || /^th\b/i.test(language))
  const found = { year: Number(year) - (isThai ? 543 : 0), month: number, day: Number(day) }
  return { day: found, rest: text.slice(match[0].length), problems }
}

/** Reads the days of ISO 8601 that have no month: 2026-W47-2 and 2026-321. */
function countedDay(text: string): DayMatch | undefined {
  const match = /^(\d{4})(?:-?W(\d{2})-?(\d)|-(\d{3}))(?!\d)/.exec(text)
  if (match === null) return undefined
  const [found, year = '', week, weekday, ordinal] = match
  // The fourth of January is always in the first week.
  const monday = 5 - (weekdayOf({ year: Number(year), month: 1, day: 4 }) ?? 1)
  const count = week === undefined ? Number(ordinal) : monday + (Number(week) - 1) * 7 + Number(weekday) - 1
  const date = new Date(Date.UTC(Number(year), 0, count))
  const isReal = week === undefined ? date.getUTCFullYear() === Number(year) : isWeek(Number(year), week, weekday)
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
  return { day: isReal ? day : { ...day, day: 0 }, rest: text.slice(found.length), problems: [] }
}

/** A year has 53 weeks if it begins or ends on a Thursday. */
function isWeek(year: number, week: string, weekday = ''): boolean {
  const isLong = [1, 31].some((day) => weekdayOf({ year, month: day === 1 ? 1 : 12, day }) === 4)
  return Number(week) >= 1 && Number(week) <= (isLong ? 53 : 52) && /[1-7]/.test(weekday)
}

/** Reads 08/12/2015 by its weekday, or else as readers of the language do, with a warning. */
function numericDay(
  text: string,
  match: RegExpExecArray,
  weekday: number | undefined,
  language: string,
): DayMatch | undefined {
  const [, first = '', separator, second = '', written = ''] = match
  const year = fullYear(written)
  const dayFirst = dayAt(text, match, { year, month: second, day: first }, language)
  const monthFirst = dayAt(text, match, { year, month: first, day: second }, language)
  const possible = [dayFirst, monthFirst].filter((reading) => reading && weekdayOf(reading.day) !== undefined)
  const isClear = written.length === 4
  if (separator === '.' || possible.length === 0 || (isClear && first === second)) return dayFirst
  if (possible.length === 1 && isClear) return possible[0]
  const consistent = possible.filter((reading) => reading && weekdayOf(reading.day) === weekday)
  if (consistent.length === 1) return consistent[0]
  const american = /^en(-US)?$/i.test(language)
  const reading = possible.length === 1 ? possible[0] : american ? monthFirst : dayFirst
  const message = `"${match[0]}" was read with the ${reading === monthFirst ? 'month' : 'day'} first.`
  return reading && { ...reading, problems: [warning('ambiguous-date', message, { fix: writeIso })] }
}

function fullYear(written = ''): string {
  return written.length === 4 ? written : String(Number(written) + (Number(written) < 70 ? 2000 : 1900))
}

function unicode(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(''), 'iu')
}
