import { type Problem, warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { weekdayOf } from '../../text/read-day.ts'
import { instantIn } from '../../text/time-zone.ts'
import type { RawManuscript } from '../manuscript.ts'

/** The date in a path: an instant, and midnight UTC for a day without a time. */
export type PathDate = { readonly date: string | undefined; readonly problems: readonly Problem[] }

const year = String.raw`(?<year>1[5-9]\d\d|2[01]\d\d)`
const end = '(?=[-_. /T]|$)'
/** 2013-05-09-harbour.md, 2013_05_09.md, 2013/05/09/harbour.md and 2013/05-09-harbour.md */
const separated = new RegExp(String.raw`(?<![^/])${year}[-_./ ](?<month>\d{1,2})[-_./ ](?<day>\d{1,2})${end}`, 'g')
/** 20130509-harbour.md, and 201305091430.md as note programs write it */
const compact = new RegExp(
  String.raw`(?<![^/])${year}(?<month>\d{2})(?<day>\d{2})(?:(?<hours>\d{2})(?<minutes>\d{2})(?<seconds>\d{2})?)?${end}`,
  'g',
)
const monthOnly = new RegExp(`(?<![^/])${year}[-_./ ](?<month>0[1-9]|1[0-2])${end}`, 'g')
/** -1430-harbour.md, T14-30-00.md, but not -2013-harbour.md, whose number could be a year. */
const timeAfter =
  /^(?:[-_ T](?!(?:19|20)\d\d(?!\d))(?<h>\d\d)(?<m>\d\d)(?<s>\d\d)?|[_ T](?<hours>\d\d)[-.:_h](?<minutes>\d\d)(?:[-.:_](?<seconds>\d\d))?)(?<utc>Z?)(?=[-_. /]|$)/

/** Dates a manuscript that has no date of its own by its path, as Jekyll and other programs do. */
export function dateByPath(raw: RawManuscript, key: string, publication: Publication): RawManuscript {
  if (raw.date !== undefined) return raw
  const { date, problems } = datedPath(key, raw.permalink, publication.timeZone)
  const own = raw.problems.filter(({ rule }) => date === undefined || rule !== 'missing-date')
  return { ...raw, date, isDatedByPath: date !== undefined, problems: [...own, ...problems] }
}

/** Reads the date in a path or, if it has none, in the address at which another program published the article. */
function datedPath(key: string, permalink: string | undefined, timeZone: string): PathDate {
  const own = readPathDate(key, timeZone)
  if (own.date !== undefined || permalink === undefined) return own
  const path = permalink.slice(0, 300).replace(/^https?:\/\/[^/]*/, '')
  const other = readPathDate(`${key.split('/', 1)[0]}/${path.replace(/^\/+/, '')}`, timeZone)
  return other.date === undefined ? own : other
}

/**
 * Reads the date in the file name or in the folders of an upload. If there are several, the last one counts. A month
 * without a day only dates articles from an archive: news in a folder of this month would appear below older news.
 */
export function readPathDate(key: string, timeZone: string): PathDate {
  const path = key.slice(key.indexOf('/') + 1).replace(/\.[a-z]{2,8}$/i, '')
  const match = lastMatch(path, separated) ?? lastMatch(path, compact)
  if (match?.groups) {
    const day = dayOf(match.groups)
    if (weekdayOf(day) !== undefined) return { date: instantOf(day, match, path, timeZone), problems: [] }
    // Eight digits may be any number.
    return { date: undefined, problems: /\D/.test(match[0]) ? [impossible(match[0])] : [] }
  }
  const month = key.startsWith('backfill/') ? lastMatch(path, monthOnly)?.groups : undefined
  if (month === undefined) return { date: undefined, problems: [] }
  const first = `${month.year}-${month.month}-01`
  return { date: `${first}T00:00:00.000Z`, problems: [incomplete(first)] }
}

type Groups = { readonly [name: string]: string | undefined }

function lastMatch(path: string, pattern: RegExp): RegExpExecArray | undefined {
  return [...path.matchAll(pattern)].at(-1)
}

function dayOf({ year, month, day }: Groups) {
  return { year: Number(year), month: Number(month), day: Number(day) }
}

/** Adds the time in the path, if there is one. It is in the publication's time zone. */
function instantOf(day: ReturnType<typeof dayOf>, match: RegExpExecArray, path: string, timeZone: string): string {
  const midnight = Date.UTC(day.year, day.month - 1, day.day)
  const after = timeAfter.exec(path.slice(match.index + match[0].length))?.groups
  const hours = Number(match.groups?.hours ?? after?.h ?? after?.hours ?? Number.NaN)
  const minutes = Number(match.groups?.minutes ?? after?.m ?? after?.minutes ?? 0)
  const seconds = Number(match.groups?.seconds ?? after?.s ?? after?.seconds ?? 0)
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return new Date(midnight).toISOString()
  const wallClock = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000
  return after?.utc ? new Date(wallClock).toISOString() : instantIn(timeZone, wallClock)
}

function impossible(text: string): Problem {
  return warning('impossible-date', `The path contains "${text}", which is not a real day.`, {
    fix: 'Correct the name of the file or folder, or give the date in the file.',
  })
}

function incomplete(first: string): Problem {
  return warning('incomplete-date', `The path has a month but no day; the article is dated ${first}.`, {
    fix: 'Give the date in the file or in its name, such as 2013-05-09-harbour.md.',
  })
}
