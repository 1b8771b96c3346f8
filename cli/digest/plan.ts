import type { Command } from 'commander'
import { divideConcurrency } from '../../core/deliveries/concurrency.ts'
import { chooseArticles, explainAbsence } from '../../core/issues/choose-articles.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { renderVariant } from '../../core/issues/render-variant.ts'
import { planRun } from '../../core/schedules/plan-run.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { type Subscriber, shards } from '../../core/subscribers/subscriber.ts'
import { readDigest } from '../arguments.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { type Audience, describePlan, type LargestMail } from './describe-plan.ts'
import { draftIssue } from './draft-issue.ts'
import { estimateMailing } from './estimate-mailing.ts'

export function define(command: Command): void {
  command
    .argument('<digest>')
    .description('show who would get what now, and at what cost; changes nothing')
    .action(onStack((stack, report, digest: string) => planDigest(digest, stack, report)))
}

/** Reports who would receive what if the digest ran now, the cost and the duration. Changes nothing. */
export async function planDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const { issue, held } = await draftIssue(digest, stack)
  const { variants, ...audience } = await countAudience(issue, stack)
  const [lastRun] = (await stack.issues.getDigest(digest)).runs
  const articles = issue.articles.map((article) => article.title)
  const scheduledAt = issue.composedAt
  const plan = {
    ...{ digest, number: issue.number, articles, held, ...audience, contentSets: variants.length },
    rest: planRun(stack.site.publication, digest, { scheduledAt }, articles.length, new Date(scheduledAt)),
    ...{ nextAt: issue.nextAt, lastRun },
    largestMail: measureLargest(issue, variants, stack),
    estimate: estimateMailing(
      audience.recipients,
      await stack.mail.getQuota(),
      divideConcurrency(stack.site.publication).senders,
    ),
  }
  report.answer(plan, describePlan(plan, issue))
}

/** The articles and the language of one variant of the mail. */
type VariantChoice = { readonly choice: readonly string[]; readonly language: string }

async function countAudience(issue: Issue, stack: Stack): Promise<Audience & { variants: VariantChoice[] }> {
  const { addressPepper } = await stack.readSecrets()
  const variants = new Map<string, VariantChoice>()
  const skipped = { paused: 0, joinedLater: 0, otherTopics: 0 }
  const counts = { recipients: 0, suppressed: 0 }
  const count = async (subscriber: Subscriber): Promise<void> => {
    const choice = chooseArticles(issue, subscriber)
    if (choice.length === 0) skipped[explainAbsence(issue, subscriber)] += 1
    else if (await stack.suppressions.get(hashAddress(subscriber.address, addressPepper))) counts.suppressed += 1
    else {
      counts.recipients += 1
      variants.set(`${subscriber.language} ${choice.join()}`, { choice, language: subscriber.language })
    }
  }
  for (const shard of shards) {
    let cursor: string | undefined
    do {
      const page = await stack.subscribers.listRecipients(issue.digest, shard, cursor, 100)
      await Promise.all(page.subscribers.map(count))
      cursor = page.cursor
    } while (cursor)
  }
  return { ...counts, skipped, variants: [...variants.values()] }
}

/** Renders the variants with the most articles, one in each language, and returns the largest. */
function measureLargest(issue: Issue, variants: readonly VariantChoice[], { site }: Stack): LargestMail | undefined {
  const most = Math.max(0, ...variants.map(({ choice }) => choice.length))
  const candidates = variants.filter(({ choice }) => choice.length === most)
  const byLanguage = new Map(candidates.map((each) => [each.language, each]))
  const rendered = [...byLanguage.values()].map(({ choice, language }) => renderVariant(site, issue, choice, language))
  const measured = rendered.map(({ pieces, warnings }) => ({
    bytes: pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : 0), 0),
    warnings: warnings.map(({ message }) => message),
  }))
  return measured.sort((a, b) => b.bytes - a.bytes)[0]
}
