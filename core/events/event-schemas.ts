import * as z from 'zod/mini'
import type { EventType } from './event-types.ts'

/** The version of the schemas. It changes when a property is removed or gets another meaning, not when one is added. */
export const schemaVersion = 1

const text = (description: string) => z.string().check(z.describe(description))
const instant = (description: string) => z.iso.datetime().check(z.describe(description))
const url = (description: string) => z.url().check(z.describe(description))
const count = (description: string) => z.int().check(z.gte(0), z.describe(description))
const flag = (description: string) => z.boolean().check(z.describe(description))
const named = z.object({ slug: text('Part of its address.'), name: z.string() })

/** What every event says. */
const common = {
  version: z.literal(schemaVersion).check(z.describe('The version of this schema.')),
  id: text('Identifies the change. An event that is delivered twice has the same id both times.'),
  at: instant('When the change was stored, to the second.'),
  publication: z.object({
    title: z.string(),
    tag: text('The authority of the publication’s tag: URIs, which never changes: `example.org,2026`.'),
    url: url('The address of the site, without a trailing slash.'),
  }),
}

const article = z.object({
  id: text('The same for all versions of an upload.'),
  revision: count(
    'Larger in later events about the article. Ignore an event with a smaller revision than one you have seen.',
  ),
  guid: text('The tag: URI (RFC 4151) that identifies the article in every feed.'),
  slug: z.string(),
  url: url('The page of the article. A withdrawn article’s page no longer exists.'),
  title: z.string(),
  summary: text('Plain text, one paragraph.'),
  language: text('BCP 47.'),
  topics: z.array(named),
  authors: z.array(named),
  source: z.enum(['news', 'backfill']).check(z.describe('`backfill` is an imported archive, which is never mailed.')),
  date: instant('The date of the article.'),
  publishedAt: instant('When the article first went live. For `backfill`, its date.'),
  updatedAt: instant('When the content last changed.'),
  status: z.optional(
    z.enum(['corrected', 'retracted']).check(z.describe('Set by the author, and shown with the article.')),
  ),
  notice: z.optional(text('The reason for the status, in plain text.')),
})

const subscriber = z.object({
  id: text('Random. It reveals nothing about the person.'),
  revision: count('Larger in later events about the subscriber, except that a suppression does not increase it.'),
  digest: text('The name of the digest that the subscriber has chosen.'),
})

const issue = z.object({
  id: text('`daily-12`'),
  digest: z.string(),
  number: count('The number of the issue within its digest.'),
  title: z.string(),
  url: url('The web page of the issue.'),
  articles: count('Number of articles.'),
  composedAt: instant('When it was composed.'),
})

const counts = z.object({
  recipients: count('The sum of the others.'),
  submitted: count('Mails that SES accepted.'),
  skipped: count('Recipients for whom there was nothing new, or who unsubscribed before their mail was submitted.'),
  suppressed: count('Recipients whose addresses are suppressed.'),
  failed: count('Mails that SES refused.'),
  unknown: count('Mails that SES may or may not have accepted.'),
  pending: count('Mails that are still to be submitted: 0, unless an operator retries failed ones.'),
})

/** The schema of the detail of each event, by detail type. The JSON Schemas in docs/events/ are generated from them. */
export const eventSchemas = {
  'Article Published': z.object({
    ...common,
    article,
    first: flag(
      'False if readers have seen the article before: it had been withdrawn, or the upload was moved to another path.',
    ),
    replaces: z.optional(text('No longer sent: a moved article keeps its id.')),
  }),
  'Article Corrected': z.object({ ...common, article }),
  'Article Withdrawn': z.object({
    ...common,
    article: article.check(z.describe('The article as it was last published.')),
    reason: z
      .enum(['deleted', 'draft', 'scheduled'])
      .check(z.describe('The upload was deleted, or a new version of it is a draft or has a future date.')),
  }),
  'Subscriber Confirmed': z.object({
    ...common,
    subscriber,
    source: z
      .enum(['form', 'api', 'import', 'operator', 'other'])
      .check(z.describe('How the subscription was requested.')),
  }),
  'Subscriber Unsubscribed': z.object({
    ...common,
    subscriber,
    erased: flag('Whether all data of the person was deleted. Delete what you keep under the id as well.'),
  }),
  'Subscriber Suppressed': z.object({
    ...common,
    subscriber,
    reason: z
      .enum(['bounce', 'complaint', 'operator'])
      .check(z.describe('Why no more mail is sent to the subscriber’s address.')),
  }),
  'Issue Awaiting Approval': z.object({
    ...common,
    issue: issue.check(z.describe('An issue that no reader has seen. It has no page yet.')),
    until: z.optional(instant('When it expires unless an operator approves it.')),
  }),
  'Issue Expired': z.object({
    ...common,
    issue: issue.check(z.describe('An issue that was not approved in time. It never gets a page.')),
  }),
  'Issue Composed': z.object({ ...common, issue }),
  'Issue Submitted': z.object({
    ...common,
    issue,
    submittedAt: instant('When every recipient was accounted for.'),
    counts,
  }),
  'Issue Paused': z.object({
    ...common,
    issue,
    pausedAt: z.iso.datetime(),
    reason: z
      .enum(['operator', 'bounces', 'complaints', 'refusals'])
      .check(z.describe('The operator’s command, or too many bounces, complaints or refusals.')),
  }),
} as const satisfies Readonly<Record<EventType, z.ZodMiniType>>

export type EventDetail<Type extends EventType> = z.infer<(typeof eventSchemas)[Type]>
