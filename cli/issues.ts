import { issueFolder, urlOf } from '../core/feeds/addresses.ts'
import { isDigestName } from '../core/publication.ts'
import type { Stack } from './connect.ts'
import { countIssue } from './count-issue.ts'
import { readDigest } from './digest.ts'
import { CommandFailure } from './failure.ts'
import { type Report, table } from './report.ts'

export async function listIssues(stack: Stack, report: Report): Promise<void> {
  const digests = Object.keys(stack.site.publication.digests).filter(isDigestName)
  const issues = (await Promise.all(digests.map((digest) => stack.issues.list(digest)))).flat()
  const rows = issues.map((issue) => [issue.composedAt, `${issue.digest} ${issue.number}`, issue.state, issue.title])
  report.answer(issues, rows.length > 0 ? table(rows) : ['No issue was composed yet.'])
}

export async function showIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const issue = await countIssue(readDigest(digest, stack), readNumber(number), stack)
  const url = urlOf(stack.site, issueFolder(issue))
  report.answer({ ...issue, url }, [
    issue.title,
    `${issue.state}, composed ${issue.composedAt}, ${issue.articleCount} articles`,
    ...Object.entries(issue.counts).map(([name, count]) => `${name}: ${count}`),
    url,
  ])
}

/** Checks the ledger's promise: every recipient is accounted for, once. */
export async function verifyIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const issue = await countIssue(readDigest(digest, stack), readNumber(number), stack)
  const { recipients, ...parts } = issue.counts
  const sum = Object.values(parts).reduce((total, count) => total + count, 0)
  const open = parts.pending + parts.unknown
  const problems = [
    ...(sum === recipients ? [] : [`The parts add up to ${sum}, not to ${recipients} recipients.`]),
    ...(issue.state === 'sent' ? [] : [`It is ${issue.state}: ${open} of ${recipients} deliveries are still open.`]),
  ]
  const lines = problems.length > 0 ? problems : [`${recipients} recipients, every one accounted for.`]
  report.answer({ ...issue, ok: problems.length === 0, problems }, lines)
  if (problems.length > 0) process.exitCode = 1
}

function readNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandFailure(`${text} is not the number of an issue: use 1, 2, 3, …`, 2)
}
