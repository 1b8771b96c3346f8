import type { Command } from 'commander'
import { readClicks } from '../../aws/issues/read-clicks.ts'
import { estimateEnd, progressOf } from '../../core/deliveries/progress.ts'
import { addressOf } from '../../core/issues/approval.ts'
import type { Clicks } from '../../core/issues/click.ts'
import { issueId } from '../../core/issues/issue.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { describeUnsubscriptions, shareOfDelivered } from '../../core/subscribers/unsubscription.ts'
import { countOf } from '../../core/text/count-of.ts'
import { type CountedIssue, countIssue, getIssue } from '../../operations/issues/count-issue.ts'
import { readAnyDigest, readIssueNumber } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('<number>')
    .description('show an issue, its progress and its deliveries')
    .action(onStack((stack, report, digest: string, number: string) => showIssue(digest, number, stack, report)))
}

export async function showIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const issue = await countIssue(await readAnyDigest(digest, stack), readIssueNumber(number), stack)
  const url = addressOf(stack.site, issue)
  const progress = await readProgress(issue, stack)
  const outcomes = await stack.deliveries.readStatistics(issueId(issue))
  const count = await stack.unsubscriptions.get(issue.digest, issue.number)
  const unsubscriptions = shareOfDelivered(count, outcomes)
  const clicks = await readClicks(await getIssue(issue.digest, issue.number, stack), stack)
  report.answer({ ...issue, ...progress, outcomes, unsubscriptions, ...(clicks && { clicks }), url }, [
    issue.title,
    `${issue.state}, composed ${issue.composedAt}, ${countOf(issue.articleCount, 'article')}`,
    ...describeProgress(issue, progress),
    ...Object.entries(issue.counts).map(([name, count]) => `${name}: ${count}`),
    ...Object.entries(outcomes).map(([name, count]) => `reported by SES as ${name}: ${count}`),
    `unsubscribed with the links of its mails: ${describeUnsubscriptions(unsubscriptions)}`,
    ...(clicks ? describeClicks(clicks) : []),
    ...(url === undefined ? [] : [url]),
  ])
}

/** Lists the links that were opened. */
function describeClicks({ total, links }: Clicks): string[] {
  const opened = links.filter(({ clicks }) => clicks > 0)
  return [
    `clicks: ${total}, on ${opened.length} of ${countOf(links.length, 'link')}`,
    ...opened.map(({ url, clicks }) => `  ${clicks} ${url}`),
  ]
}

type Progress = { readonly plannedShards: number; readonly expectedAt: string | undefined }

async function readProgress(issue: CountedIssue, { issues, readSendPace }: Stack): Promise<Progress> {
  const planned = await issues.listPlanned(issue)
  const end = estimateEnd(issue.counts.pending, await readSendPace(), Date.now())
  return {
    plannedShards: planned.size,
    expectedAt: issue.state === 'sending' && end !== undefined ? new Date(end).toISOString() : undefined,
  }
}

function describeProgress(issue: CountedIssue, { plannedShards, expectedAt }: Progress): string[] {
  const { digest, number, state, approval, hold } = issue
  const { done, total = 0 } = progressOf(issue)
  const share = total > 0 ? Math.floor((100 * done) / total) : 0
  return [
    ...(state === 'awaiting-approval'
      ? [
          `waits until ${approval?.until ?? 'the next issue'}: approve it with \`postrider issues approve ${digest} ${number}\``,
        ]
      : []),
    ...(hold
      ? [`${hold.kind} because of ${hold.reason === 'operator' ? 'the operator' : hold.reason}, ${hold.at}`]
      : []),
    ...(state === 'planning' ? [`recipients chosen in ${plannedShards} of ${shards.length} shards`] : []),
    ...(expectedAt ? [`${share} % done, expected to end ${expectedAt}`] : []),
  ]
}
