import { parseCron } from 'schedule-expressions/cron-expression'
import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { weekdays } from './configured-names.ts'

z.config(en()) // zod/mini comes without error messages

/** The part of publication.json that says when a digest is due. */

export const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use 24-hour time such as "07:00"'))

const namedDays = ['first', 'second', 'third', 'fourth', 'last'].flatMap((which) =>
  weekdays.map((day) => `${which} ${day}`),
)
const dayOfMonth = z.enum(['first day', 'last day', 'first workday', ...namedDays])
/** The characters of EventBridge's six cron fields. */
const cronFields = /^[\d*/,-]+ [\d*/,-]+ [\d*?/,LW-]+ [\dA-Z*/,-]+ [\dA-Z*/?,#L-]+ [\d*/,-]+$/

const interval = (most: number) => z.optional(z.int().check(z.gte(1), z.lte(most)))
const needsFrom = { path: ['from'], error: 'say when the digest begins, so that it is known which ones count' }

const everyWeeks = z
  .strictObject({
    every: z.literal('week'),
    on: z.enum(weekdays),
    at: timeOfDay,
    /** 2: every other week, counted from the week of `from`. */
    interval: interval(52),
    /** The date of the first issue. */
    from: z.optional(
      z
        .string()
        .check(
          z.regex(/^\d{4}-\d{2}-\d{2}$/, 'use a date such as "2026-01-02"'),
          z.refine(isDate, 'there is no such date'),
        ),
    ),
  })
  .check(
    z.refine(({ interval = 1, from }) => interval === 1 || from !== undefined, needsFrom),
    z.superRefine(({ on, from }, { addIssue }) => {
      const mistake = from !== undefined && isDate(from) ? findOtherWeekday(from, on) : undefined
      if (mistake !== undefined) addIssue({ code: 'custom', path: ['from'], message: mistake })
    }),
  )

const everyMonths = z
  .strictObject({
    every: z.literal('month'),
    /** In a month without that day, the last day is used. */
    on: z.union([z.int().check(z.gte(1), z.lte(31)), dayOfMonth], {
      error: 'use a day such as 15, "last day", "first workday" or "first monday"',
    }),
    at: timeOfDay,
    /** 3: every third month, counted from `from`. */
    interval: interval(24),
    /** The month of the first issue. */
    from: z.optional(z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'use a month such as "2026-01"'))),
  })
  .check(z.refine(({ interval = 1, from }) => interval === 1 || from !== undefined, needsFrom))

export const digestSchedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('minute') }),
  /** `minute`: how many minutes past each hour. */
  z.strictObject({ every: z.literal('hour'), minute: z._default(z.int().check(z.gte(0), z.lte(59)), 0) }),
  z.strictObject({ every: z.literal('day'), at: timeOfDay }),
  everyWeeks,
  everyMonths,
  z.strictObject({
    every: z.literal('rule'),
    cron: z.string().check(
      z.regex(cronFields, {
        error: 'use six fields "minutes hours day-of-month month day-of-week year", such as "0 7 ? * MON *"',
        abort: true,
      }),
      z.superRefine((cron, { addIssue }) => {
        const mistake = findCronMistake(cron)
        if (mistake !== undefined) addIssue(mistake)
      }),
    ),
  }),
])

export type DigestSchedule = z.infer<typeof digestSchedule>

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Says on which weekday a date is, if it is another one, and which date to use instead. */
function findOtherWeekday(from: string, on: string): string | undefined {
  const date = new Date(`${from}T00:00:00Z`)
  const weekday = weekdays[date.getUTCDay()]
  if (weekday === on) return undefined
  while (weekdays[date.getUTCDay()] !== on) date.setUTCDate(date.getUTCDate() + 1)
  return `${from} is a ${weekday}, and the digest is due on a ${on}; use ${date.toISOString().slice(0, 10)}, the next one`
}

/** Says why EventBridge refuses an expression. */
function findCronMistake(cron: string): string | undefined {
  try {
    parseCron(cron)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
