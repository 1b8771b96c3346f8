import { divideConcurrency } from '../../core/deliveries/concurrency.ts'
import { lateMinutes } from '../../core/deliveries/delivery-time.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { renderVariant } from '../../core/issues/render-variant.ts'
import { describeRemovedDigests, type RemovedDigest } from '../../core/monitoring/removed-digests.ts'
import type { DigestName } from '../../core/publication.ts'
import { lastRegularOf } from '../../core/schedules/digest-record.ts'
import { planRun } from '../../core/schedules/plan-run.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { countAudience, type VariantChoice } from './count-audience.ts'
import type { LargestMail, Plan } from './describe-plan.ts'
import { draftIssue, listWaiting } from './draft-issue.ts'
import { estimateMailing } from './estimate-mailing.ts'
import { listUpcomingAlone } from './upcoming-alone.ts'

export type PlannedIssue = {
  readonly plan: Plan & { readonly digest: DigestName; readonly number: number }
  readonly issue: Issue
  readonly removed: readonly RemovedDigest[]
}

/**
 * Returns who would receive what if the digest ran now, the cost and the duration. Changes nothing.
 * @param listener is told how many subscribers were read
 */
export async function planNextIssue(
  name: string,
  stack: Stack,
  now = new Date(),
  listener?: (read: number) => void,
): Promise<PlannedIssue> {
  const removed = await stack.readRemovedDigests()
  refuseRemoved(name, removed, stack)
  const digest = readDigest(name, stack)
  const { issue, held } = await draftIssue(digest, stack, now)
  const { largest, ...audience } = await countAudience(issue, stack, listener)
  const record = await stack.issues.getDigest(digest)
  const [lastRun] = record.runs
  const lastRegular = lastRegularOf(record)
  const last = lastRegular > 0 ? await stack.issues.get(digest, lastRegular) : undefined
  const articles = issue.articles.map((article) => article.title)
  const scheduledAt = issue.composedAt
  const plan = {
    ...{ digest, number: issue.number, articles, held, ...(await listWaiting(digest, issue, stack)), ...audience },
    // The hours between the first and the last reader's time of day.
    spreadHours: issue.settings.deliver === 'subscriber-time' && issue.settings.at !== undefined ? 24 : 0,
    lateMinutes: lateMinutes(issue.settings),
    rest: planRun(stack.site.publication, digest, { scheduledAt }, articles.length, new Date(scheduledAt)),
    ...{ nextAt: issue.nextAt, lastRun },
    alone: await planAlone(digest, stack, now),
    awaitingApproval: last?.state === 'awaiting-approval' ? last.number : undefined,
    largestMail: measureLargest(issue, largest, stack),
    estimate: estimateMailing(
      audience.recipients,
      await stack.mail.getQuota(),
      divideConcurrency(stack.site.publication).senders,
    ),
  }
  return { plan, issue, removed }
}

/** Articles that are mailed on their own, whose recipients are counted. */
const mostCounted = 5

/** Lists the articles that will be mailed on their own, each with the number of its recipients. */
async function planAlone(digest: DigestName, stack: Stack, now: Date): Promise<Plan['alone']> {
  const planned: Plan['alone'][number][] = []
  for (const { issue, ...each } of await listUpcomingAlone(digest, stack, now)) {
    const isKept = each.state === 'held' || each.state === 'cancelled'
    const audience = isKept || planned.length >= mostCounted ? undefined : await countAudience(issue, stack)
    planned.push({ ...each, digest, recipients: audience?.recipients })
  }
  return planned
}

/** @throws {CommandFailure} for a digest that was removed from publication.json, with what to do for its readers */
function refuseRemoved(name: string, removed: readonly RemovedDigest[], { site }: Stack): void {
  const own = removed.filter(({ digest }) => digest === name)
  if (own.length > 0) throw new CommandFailure(describeRemovedDigests(own, site.publication).join('\n'))
}

/** Renders the variants with the most contents, one in each language, and returns the largest. */
function measureLargest(issue: Issue, variants: readonly VariantChoice[], { site }: Stack): LargestMail | undefined {
  const rendered = variants.map(({ choice, language }) => renderVariant(site, issue, choice, language))
  const measured = rendered.map(({ pieces, warnings }) => ({
    bytes: pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : 0), 0),
    warnings: warnings.map(({ message }) => message),
  }))
  return measured.sort((a, b) => b.bytes - a.bytes)[0]
}
