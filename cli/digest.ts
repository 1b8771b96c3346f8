import { randomUUID } from 'node:crypto'
import { isLive } from '../core/articles/apply-upload.ts'
import { chooseArticles } from '../core/issues/choose-articles.ts'
import { composeIssue } from '../core/issues/compose-issue.ts'
import { findRun } from '../core/issues/digest-record.ts'
import { type Issue, maximumArticles } from '../core/issues/issue.ts'
import { type DigestName, isDigestName } from '../core/publication.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { type Subscriber, shards } from '../core/subscribers/subscriber.ts'
import type { Stack } from './connect.ts'
import { countIssue } from './count-issue.ts'
import { CommandFailure } from './failure.ts'
import type { Report } from './report.ts'
import { waitFor } from './wait.ts'

/** Who would get what if the digest ran now. Changes nothing. */
export async function planDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const marks = await stack.issues.listPending(digest, maximumArticles)
  const records = await Promise.all(marks.map((mark) => stack.articles.get(mark.articleId)))
  const articles = records.flatMap((record) => (isLive(record) ? [record.article] : []))
  const { lastNumber } = await stack.issues.getDigest(digest)
  const issue = composeIssue(stack.site, digest, lastNumber + 1, articles, new Date().toISOString())
  const audience = await countAudience(issue, stack)
  const titles = issue.articles.map((article) => article.title)
  report.answer({ digest, number: issue.number, articles: titles, ...audience }, [
    titles.length > 0 ? `${issue.title}: ${titles.length} articles` : 'Nothing is pending: no issue would be composed.',
    ...titles.map((title) => `  ${title}`),
    `${audience.recipients} recipients, ${audience.contentSets} distinct mails; ${audience.nothingForThem} confirmed subscribers have nothing in it, ${audience.suppressed} are suppressed.`,
  ])
}

async function countAudience(issue: Issue, stack: Stack) {
  const { addressPepper } = await stack.readSecrets()
  const contentSets = new Set<string>()
  const counts = { recipients: 0, nothingForThem: 0, suppressed: 0 }
  const count = async (subscriber: Subscriber): Promise<void> => {
    const chosen = chooseArticles(issue, subscriber)
    if (chosen.length === 0) counts.nothingForThem += 1
    else if (await stack.suppressions.get(hashAddress(subscriber.address, addressPepper))) counts.suppressed += 1
    else {
      counts.recipients += 1
      contentSets.add(chosen.join())
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
  return { ...counts, contentSets: contentSets.size }
}

/** Runs a digest now, and waits until its mails are handed over. */
export async function sendDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const requestId = randomUUID()
  await stack.compose.add({ digest, requestId })
  const run = await waitFor(async () => findRun(await stack.issues.getDigest(digest), requestId), 60_000)
  if (!run) throw new CommandFailure(`The ${digest} digest was asked for, but has not run within a minute.`)
  const { number } = run
  if (number === undefined) {
    return report.answer({ digest, outcome: run.outcome }, ['Nothing is pending: no issue was composed.'])
  }
  const done = await waitFor(async () => {
    const issue = await countIssue(digest, number, stack)
    return issue.state === 'sent' ? issue : undefined
  }, 60_000)
  const issue = done ?? (await countIssue(digest, number, stack))
  report.answer({ ...issue, outcome: run.outcome }, [
    `${issue.title}: ${issue.counts.submitted} of ${issue.counts.recipients} mails submitted${done ? '.' : ' so far.'}`,
  ])
}

export function readDigest(name: string, stack: Stack): DigestName {
  const known = Object.keys(stack.site.publication.digests)
  if (isDigestName(name) && known.includes(name)) return name
  throw new CommandFailure(`There is no digest named ${name}. publication.json has: ${known.join(', ')}.`, 2)
}
