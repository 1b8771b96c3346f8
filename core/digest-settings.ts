import * as z from 'zod/mini'
import { isLanguage } from './configured-names.ts'
import { digestDefaults } from './digest-defaults.ts'
import { digestSchedule, timeOfDay } from './digest-schedule.ts'
import { explainNoValue, findNoValues } from './name-value.ts'
import { wallTimeOf } from './schedule-dates.ts'

/** The part of publication.json that says when a digest is sent and what its issues look like. */

const text = (maximum: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(maximum))
/** An address for replies. SES does not have to verify it. */
export const replyAddress = z
  .email('use one e-mail address in ASCII, such as "letters@example.org"')
  .check(z.maxLength(254))
/** Other braces stay as they are, unless they are meant for the reader's name. */
function checkSubject(subject: string, { addIssue }: { addIssue(message: string): void }): void {
  for (const found of findNoValues(subject))
    if (/name|^[*]|\{\{/i.test(found))
      addIssue(`${explainNoValue(found)}; use {name|reader} for the name of the reader`)
}

/** A text, or one for each language. */
export const translatedText = (maximum: number) =>
  z.union(
    [
      text(maximum),
      z.record(z.string().check(z.refine(isLanguage, 'use a BCP 47 language tag such as "en-GB"')), text(maximum)),
    ],
    { error: `use a text of at most ${maximum} characters, or one for each language: { "en": "…", "de": "…" }` },
  )
/** A sponsor's text. Issues always label it as sponsored. */
const sponsor = z.strictObject({
  name: text(100),
  text: text(600),
  url: z.url({ protocol: /^https?$/, error: 'use a full address such as "https://example.org"' }),
})

const settings = z.strictObject({
  /** `{ "en": "The week", "de": "Die Woche" }`: in each subscriber's language. */
  title: translatedText(100),
  schedule: digestSchedule,
  /** An issue that is not composed by then is dropped, and its articles go into the next one. */
  notAfter: z.optional(timeOfDay),
  /** Whether an issue waits until an operator approves it (`issues approve`), or until `notAfter` has passed. */
  approval: z._default(z.boolean(), digestDefaults.approval),
  /** `subscriber-time`: composed once, then mailed when it is that time of day in the subscriber's time zone. */
  deliver: z._default(z.enum(['at-once', 'subscriber-time']), digestDefaults.deliver),
  /** If fewer articles are pending, no issue is composed and they stay pending. */
  minimumArticles: z._default(z.int().check(z.gte(1), z.lte(50)), digestDefaults.minimumArticles),
  /** Number of articles shown in a mail. The others are on the issue's page. */
  maximumArticles: z._default(z.int().check(z.gte(1), z.lte(80)), digestDefaults.maximumArticles),
  layout: z._default(z.enum(['excerpt', 'full-text', 'headlines']), digestDefaults.layout),
  /** `lead`: only the image of the first article. */
  images: z._default(z.enum(['lead', 'all', 'none']), digestDefaults.images),
  /** Topics that become sections of the mail, in this order. */
  sections: z._default(z.array(translatedText(60)), digestDefaults.sections),
  /** A mail with at least this many articles has a table of contents. */
  contentsFrom: z._default(z.int().check(z.gte(2), z.lte(80)), digestDefaults.contentsFrom),
  /** Whether the links in its mails lead through the site, which counts how often each is opened. It never records by whom. */
  clicks: z._default(z.boolean(), digestDefaults.clicks),
  /** The name in the From field, instead of that in `sender`. The address is always that of `sender`. */
  from: z.optional(z.strictObject({ name: translatedText(100) })),
  /** The address that gets replies, instead of that in `sender`. */
  replyTo: z.optional(replyAddress),
  /** Subject line, with {headline}, {more}, {count}, {digest}, {number}, {date}, {publication} and {name|reader}. */
  subject: z.optional(text(200).check(z.superRefine(checkSubject))),
  sponsor: z.optional(sponsor),
})

export const digestSettings = settings.check(
  z.refine(({ deliver, schedule }) => deliver !== 'subscriber-time' || wallTimeOf(schedule) !== undefined, {
    path: ['deliver'],
    error:
      '"subscriber-time" needs a schedule with one time of day, such as { "every": "day", "at": "07:00" }; use "at-once" with this one',
  }),
)

export type DigestSettings = z.infer<typeof digestSettings>
export type Sponsor = z.infer<typeof sponsor>

export const defaultDigests = {
  daily: digestSettings.parse({ title: 'Daily digest', schedule: { every: 'day', at: '07:00' } }),
  weekly: digestSettings.parse({ title: 'Weekly digest', schedule: { every: 'week', on: 'monday', at: '07:00' } }),
}
