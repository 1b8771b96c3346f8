import type { Correction, Issue } from '../../core/issues/issue.ts'
import { maximumMailBytes } from '../../core/issues/limits.ts'
import type { DigestRun } from '../../core/schedules/digest-record.ts'
import { countOf } from '../../core/text/count-of.ts'
import { describeEstimate, type Estimate } from './estimate-mailing.ts'
import type { HandledArticle } from './list-handled.ts'

export type Audience = {
  readonly recipients: number
  /** Confirmed subscribers who would receive no mail, by reason. */
  readonly skipped: {
    readonly paused: number
    readonly joinedLater: number
    readonly otherTopics: number
    /** Another digest has sent them every article. */
    readonly received: number
  }
  readonly suppressed: number
  /** The corrections that some of the recipients get. */
  readonly corrections: readonly {
    readonly kind: 'corrected' | 'retracted'
    readonly title: string
    readonly recipients: number
  }[]
}

export type PlannedAlone = {
  readonly digest: string
  /** Of its upload. */
  readonly key: string
  readonly title: string
  readonly state: 'due' | 'scheduled' | 'held' | 'awaiting-approval' | 'cancelled'
  /** When a scheduled article is due. */
  readonly at: string | undefined
  /** The issue that waits for approval, or was cancelled. */
  readonly number: number | undefined
  /** Undefined if they were not counted. */
  readonly recipients: number | undefined
}

export type LargestMail = { readonly bytes: number; readonly warnings: readonly string[] }

export type Plan = Audience & {
  /** Titles of the articles. */
  readonly articles: readonly string[]
  /** Number of articles that are left out. */
  readonly held: number
  /** These articles. */
  readonly leftOut: readonly Pick<HandledArticle, 'key' | 'title'>[]
  /** The corrections that wait for the next issue, if no article is pending and so no issue would be composed. */
  readonly waitingCorrections: readonly Pick<Correction, 'kind' | 'title'>[]
  /** Articles that will be mailed on their own, or are kept from it. */
  readonly alone: readonly PlannedAlone[]
  /** Number of distinct mails. */
  readonly contentSets: number
  /** Why the schedule would compose no issue now; undefined if it would compose one. */
  readonly rest: string | undefined
  readonly nextAt: string | undefined
  readonly lastRun: DigestRun | undefined
  /** The number of the issue that waits for approval. Its articles are still pending. */
  readonly awaitingApproval: number | undefined
  readonly largestMail: LargestMail | undefined
  readonly estimate: Estimate
  /** Hours during which mails become due, because the digest is delivered at the reader's time of day. */
  readonly spreadHours: number
  /** How many minutes after their time of day readers still get it on the same day. */
  readonly lateMinutes: number
}

/** Describes a plan, line by line. */
export function describePlan(plan: Plan, issue: Pick<Issue, 'digest' | 'title' | 'note' | 'sponsor'>): string[] {
  const { articles, rest, largestMail, lastRun, nextAt, awaitingApproval } = plan
  const isEmpty = articles.length === 0
  return [
    isEmpty
      ? 'Nothing is pending: no issue would be composed.'
      : `${issue.title}: ${countOf(articles.length, 'article')}`,
    ...articles.map((title) => `  ${title}`),
    ...(rest === 'too-few' ? ['The schedule would wait for more articles; `digest send` does not.'] : []),
    ...(awaitingApproval === undefined
      ? []
      : [
          `Issue ${awaitingApproval} waits for approval, and its articles are still pending: \`postrider issues approve ${issue.digest} ${awaitingApproval}\`.`,
        ]),
    ...plan.alone.map(describeAlone),
    ...describeWaiting(plan),
    ...(issue.note ? ['With an editor’s note.'] : []),
    ...(issue.note?.subject ? [`Its subject is “${issue.note.subject}”.`] : []),
    ...(issue.note?.preheader ? [`Its preheader is “${issue.note.preheader}”.`] : []),
    ...(issue.sponsor ? ['With a sponsor’s text.'] : []),
    ...(isEmpty ? [] : describeAudience(plan)),
    ...(largestMail ? describeLargest(largestMail) : []),
    ...(plan.recipients > 0 ? describeEstimate(plan.estimate) : []),
    ...(plan.recipients > 0 && plan.spreadHours > 0
      ? [
          `When the schedule composes it, each reader gets it at their own time of day: the last ones up to ${plan.spreadHours} hours later.`,
          `If it is composed late, readers whose time was more than ${describeMinutes(plan.lateMinutes)} ago get it the next day.`,
        ]
      : []),
    ...(lastRun ? [`Last run: ${lastRun.at}, ${outcomes[lastRun.outcome]}.`] : []),
    ...(nextAt ? [`Next run: ${nextAt}.`] : []),
  ]
}

/** Describes what an issue would not contain: articles that are left out, and corrections if there is no issue. */
export function describeWaiting({ leftOut, waitingCorrections }: Pick<Plan, 'leftOut' | 'waitingCorrections'>) {
  return [
    ...(leftOut.length > 0 ? [`${countOf(leftOut.length, 'article')} left out, until \`digest release\`:`] : []),
    ...leftOut.map(({ key, title }) => `  ${title} (${key})`),
    ...waitingCorrections.map(({ kind, title }) => `${nameOf(kind)}, which waits for the next issue: ${title}`),
  ]
}

function nameOf(kind: Correction['kind']): string {
  return kind === 'retracted' ? 'Retraction' : 'Correction'
}

function describeAlone({ digest, title, state, at, number, recipients }: PlannedAlone): string {
  const name = `${title}${recipients === undefined ? '' : ` (${countOf(recipients, 'recipient')})`}`
  switch (state) {
    case 'due':
      return `On its own, within a minute: ${name}`
    case 'scheduled':
      return `On its own, at ${at}: ${name}`
    case 'awaiting-approval':
      return `On its own, once approved with \`postrider issues approve ${digest} ${number}\`: ${name}`
    case 'held':
      return `Left out, so not mailed on its own: ${name}`
    case 'cancelled':
      return `Cancelled, so not mailed on its own: ${name}`
  }
}

function describeMinutes(minutes: number): string {
  return minutes % 60 === 0 ? countOf(minutes / 60, 'hour') : countOf(minutes, 'minute')
}

function describeAudience({ recipients, skipped, suppressed, contentSets, corrections }: Plan): string[] {
  const reasons = [
    `${skipped.otherTopics} chose other topics`,
    `${skipped.joinedLater} joined after every article was published`,
    `${skipped.paused} paused their subscription`,
    ...(skipped.received > 0 ? [`${skipped.received} got every article in another digest`] : []),
    `${suppressed} are suppressed`,
  ]
  return [
    ...corrections.map(
      ({ kind, title, recipients: readers }) => `  ${nameOf(kind)}: ${title} (${countOf(readers, 'reader')})`,
    ),
    `${countOf(recipients, 'recipient')}, ${countOf(contentSets, 'distinct mail')}.`,
    `Not mailed: ${reasons.join(', ')}.`,
  ]
}

function describeLargest({ bytes, warnings }: LargestMail): string[] {
  return [
    `Largest mail: ${(bytes / 1000).toFixed(1)} KB of ${maximumMailBytes / 1000}.`,
    ...warnings.map((warning) => `Warning: ${warning}`),
  ]
}

const outcomes: Readonly<Record<DigestRun['outcome'], string>> = {
  composed: 'composed an issue',
  'nothing-pending': 'had nothing pending',
  'too-few': 'had too few articles, which wait for the next run',
  'too-late': 'came too late: its articles go into the next issue',
}
