import { html } from 'hono/html'
import { type CountStores, readCounts } from '../../aws/deliveries/read-counts.ts'
import { isUncounted, phaseOf } from '../../core/deliveries/progress.ts'
import type { DeliveryCounts, IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { instant, rows, stateBadge } from '../frame/parts.ts'

const nothing = 'No issue has been composed yet.'

/** Returns the newest issues of every digest, newest first. */
export async function listIssues({ issues, site }: Pick<Stack, 'issues' | 'site'>, perDigest: number) {
  const digests = await issues.listDigests(site.publication)
  const lists = await Promise.all(digests.map((digest) => issues.list(digest, perDigest)))
  return lists.flat().sort((a, b) => b.composedAt.localeCompare(a.composedAt))
}

/** Renders issues with their counts so far. */
export async function countedIssues(issues: readonly IssueRecord[], stack: Stack): Promise<Html> {
  const counts = await Promise.all(issues.map((issue) => countCheaply(issue, stack)))
  return rows(
    issues.map((issue, n) => issueRow(issue, counts[n])),
    nothing,
  )
}

/** Counts the deliveries of an issue unless that takes its whole ledger. */
async function countCheaply(issue: IssueRecord, stack: CountStores): Promise<DeliveryCounts | undefined> {
  return isUncounted(issue) ? undefined : (await readCounts(issue, stack)).counts
}

export function issueRows(issues: readonly IssueRecord[]): Html {
  return rows(
    issues.map((issue) => issueRow(issue, issue.counts)),
    nothing,
  )
}

function issueRow(issue: IssueRecord, counts: DeliveryCounts | undefined): Html {
  const { digest, number, title, composedAt, articleCount } = issue
  return html`<a class="name" href="/digests/${digest}/${number}/"><bdi>${title}</bdi></a>
<span class="meta">${stateBadge(phaseOf(issue))} ${counts && summarize(counts)}</span>
<span class="meta">${digest} ${number}, ${countOf(articleCount, 'article')}</span>
<span class="meta">${instant(composedAt)}</span>`
}

function summarize({ recipients, ...parts }: DeliveryCounts): string {
  const present = Object.entries(parts).filter(([, count]) => count > 0)
  return [countOf(recipients, 'recipient'), ...present.map(([name, count]) => `${count} ${name}`)].join(', ')
}
