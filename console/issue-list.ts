import { html } from 'hono/html'
import { isDigestName } from '../core/configured-names.ts'
import type { IssueRecord } from '../core/issues/issue.ts'
import { countOf } from '../core/text/count-of.ts'
import { type Html, instant, rows, stateBadge } from './console-page.ts'
import type { ConsoleStack } from './console-sources.ts'
import { issueState, type Ledger, readLedger } from './read-ledger.ts'

/** Maximum deliveries counted for a row of the list. The page of an issue counts all of them. */
const maximumCounted = 5000

const nothing = 'No issue has been composed yet.'

/** Returns the newest issues of every digest, newest first. */
export async function listIssues({ site, issues }: Pick<ConsoleStack, 'site' | 'issues'>, perDigest: number) {
  const digests = Object.keys(site.publication.digests).filter(isDigestName)
  const lists = await Promise.all(digests.map((digest) => issues.list(digest, perDigest)))
  return lists.flat().sort((a, b) => b.composedAt.localeCompare(a.composedAt))
}

export async function newestIssues(stack: ConsoleStack, count: number): Promise<Html> {
  const issues = (await listIssues(stack, count)).slice(0, count)
  const ledgers = await Promise.all(issues.map((issue) => readLedger(issue, stack, maximumCounted)))
  return rows(
    issues.map((issue, n) => issueRow(issue, ledgers[n])),
    nothing,
  )
}

export function issueRows(issues: readonly IssueRecord[]): Html {
  return rows(
    issues.map((issue) => issueRow(issue, undefined)),
    nothing,
  )
}

function issueRow(issue: IssueRecord, ledger: Ledger | undefined): Html {
  const { digest, number, title, composedAt, articleCount } = issue
  return html`<a class="name" href="/issues/${digest}/${number}/"><bdi>${title}</bdi></a>
<span class="meta">${stateBadge(ledger ? issueState(issue, ledger) : issue.state)} ${ledger && summarize(ledger)}</span>
<span class="meta">${digest} ${number}, ${countOf(articleCount, 'article')}</span>
<span class="meta">${instant(composedAt)}</span>`
}

function summarize({ counts, complete }: Ledger): string {
  const { recipients, ...parts } = counts
  if (!complete) return `more than ${countOf(recipients, 'recipient')}`
  const present = Object.entries(parts).filter(([, count]) => count > 0)
  return [countOf(recipients, 'recipient'), ...present.map(([name, count]) => `${count} ${name}`)].join(', ')
}
