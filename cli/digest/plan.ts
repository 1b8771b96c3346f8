import type { Command } from 'commander'
import { divideConcurrency } from '../../core/deliveries/concurrency.ts'
import { lateMinutes } from '../../core/deliveries/delivery-time.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { renderVariant } from '../../core/issues/render-variant.ts'
import { describeRemovedDigests, type RemovedDigest } from '../../core/monitoring/removed-digests.ts'
import type { DigestName } from '../../core/publication.ts'
import { lastRegularOf } from '../../core/schedules/digest-record.ts'
import { planRun } from '../../core/schedules/plan-run.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { countAudience, type VariantChoice } from '../../operations/digest/count-audience.ts'
import { describePlan, type LargestMail, type Plan } from '../../operations/digest/describe-plan.ts'
import { draftIssue } from '../../operations/digest/draft-issue.ts'
import { estimateMailing } from '../../operations/digest/estimate-mailing.ts'
import { listUpcomingAlone } from '../../operations/digest/upcoming-alone.ts'
import { readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<digest>')
    .description('show who would get what now, and at what cost; changes nothing')
    .action(onStack((stack, report, digest: string) => planDigest(digest, stack, report)))
}

/** Reports who would receive what if the digest ran now, the cost and the duration. Changes nothing. */
export async function planDigest(name: string, stack: Stack, report: Report, now = new Date()): Promise<void> {
  const removed = await stack.readRemovedDigests()
  refuseRemoved(name, removed, stack)
  const digest = readDigest(name, stack)
  const { issue, held } = await draftIssue(digest, stack, now)
  const { largest, ...audience } = await countAudience(issue, stack)
  const record = await stack.issues.getDigest(digest)
  const [lastRun] = record.runs
  const lastRegular = lastRegularOf(record)
  const last = lastRegular > 0 ? await stack.issues.get(digest, lastRegular) : undefined
  const articles = issue.articles.map((article) => article.title)
  const scheduledAt = issue.composedAt
  const plan = {
    ...{ digest, number: issue.number, articles, held, ...audience },
    // The hours between the first and the last reader's time of day.
    spreadHours: issue.settings.deliver === 'subscriber-time' && issue.settings.at !== undefined ? 24 : 0,
    lateMinutes: lateMinutes(issue.settings),
    rest: planRun(stack.site.publication, digest, { scheduledAt }, articles.length, new Date(scheduledAt)),
    ...{ nextAt: issue.nextAt, lastRun, removed },
    alone: await planAlone(digest, stack, now),
    awaitingApproval: last?.state === 'awaiting-approval' ? last.number : undefined,
    largestMail: measureLargest(issue, largest, stack),
    estimate: estimateMailing(
      audience.recipients,
      await stack.mail.getQuota(),
      divideConcurrency(stack.site.publication).senders,
    ),
  }
  report.answer(plan, [...describePlan(plan, issue), ...describeRemovedDigests(removed, stack.site.publication)])
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
