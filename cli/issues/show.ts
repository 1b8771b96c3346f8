import { estimateEnd } from '../../core/deliveries/progress.ts'
import { issueFolder, urlOf } from '../../core/feeds/addresses.ts'
import { issueId } from '../../core/issues/issue.ts'
import { isDigestName } from '../../core/publication.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../digest/send.ts'
import { type Report, table } from '../report.ts'
import type { Stack } from '../stack.ts'
import { type CountedIssue, countIssue } from './count-issue.ts'

export async function listIssues(stack: Stack, report: Report): Promise<void> {
  const digests = Object.keys(stack.site.publication.digests).filter(isDigestName)
  const issues = (await Promise.all(digests.map((digest) => stack.issues.list(digest)))).flat()
  const rows = issues.map((issue) => [
    issue.composedAt,
    `${issue.digest} ${issue.number}`,
    issue.hold?.kind ?? issue.state,
    issue.title,
  ])
  report.answer(issues, rows.length > 0 ? table(rows) : ['No issue was composed yet.'])
}

export async function showIssue(digest: string, number: string, stack: Stack, report: Report): Promise<void> {
  const issue = await countIssue(readDigest(digest, stack), readNumber(number), stack)
  const url = urlOf(stack.site, issueFolder(issue))
  const progress = await readProgress(issue, stack)
  const outcomes = await stack.deliveries.readStatistics(issueId(issue))
  report.answer({ ...issue, ...progress, outcomes, url }, [
    issue.title,
    `${issue.state}, composed ${issue.composedAt}, ${countOf(issue.articleCount, 'article')}`,
    ...describeProgress(issue, progress),
    ...Object.entries(issue.counts).map(([name, count]) => `${name}: ${count}`),
    ...Object.entries(outcomes).map(([name, count]) => `reported by SES as ${name}: ${count}`),
    url,
  ])
}

type Progress = { readonly plannedShards: number; readonly expectedAt: string | undefined }

async function readProgress(issue: CountedIssue, { issues, readSendRate }: Stack): Promise<Progress> {
  const planned = await issues.listPlanned(issue)
  const end = estimateEnd(issue.counts.pending, await readSendRate(), Date.now())
  const goesOn = issue.state === 'planning' || issue.state === 'sending'
  return {
    plannedShards: planned.size,
    expectedAt: goesOn && end !== undefined ? new Date(end).toISOString() : undefined,
  }
}

function describeProgress({ state, hold, counts }: CountedIssue, { plannedShards, expectedAt }: Progress): string[] {
  const done = counts.recipients - counts.pending
  const share = counts.recipients > 0 ? Math.floor((100 * done) / counts.recipients) : 0
  return [
    ...(hold
      ? [`${hold.kind} because of ${hold.reason === 'operator' ? 'the operator' : hold.reason}, ${hold.at}`]
      : []),
    ...(state === 'planning' ? [`recipients chosen in ${plannedShards} of ${shards.length} shards`] : []),
    ...(expectedAt ? [`${share} % done, expected ${expectedAt}`] : []),
  ]
}

export function readNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandFailure(`${text} is not the number of an issue: use 1, 2, 3, …`, 2)
}
