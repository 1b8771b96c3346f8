import { chooseArticles, explainAbsence } from '../../core/issues/choose-articles.ts'
import type { DigestRun } from '../../core/issues/digest-record.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { planRun } from '../../core/issues/plan-run.ts'
import { maximumMailBytes, renderVariant } from '../../core/issues/render-variant.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { type Subscriber, shards } from '../../core/subscribers/subscriber.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { draftIssue } from './draft-issue.ts'
import { describeEstimate, estimateMailing } from './estimate-mailing.ts'
import { readDigest } from './send.ts'

/** Who would get what if the digest ran now, what it would cost and how long it would take. Changes nothing. */
export async function planDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const { issue, held } = await draftIssue(digest, stack)
  const { contentSets, ...audience } = await countAudience(issue, stack)
  const largest = measureLargest(issue, contentSets, stack)
  const estimate = estimateMailing(audience.recipients, await stack.mail.getQuota())
  const [lastRun] = (await stack.issues.getDigest(digest)).runs
  const titles = issue.articles.map((article) => article.title)
  const { publication } = stack.site
  const scheduledAt = issue.composedAt
  const rest = planRun(publication, digest, { scheduledAt }, titles.length, new Date(scheduledAt))
  const plan = { digest, number: issue.number, articles: titles, held, ...audience, contentSets: contentSets.size }
  report.answer({ ...plan, rest, nextAt: issue.nextAt, lastRun, largestMail: largest, estimate }, [
    titles.length > 0
      ? `${issue.title}: ${countOf(titles.length, 'article')}`
      : 'Nothing is pending: no issue would be composed.',
    ...titles.map((title) => `  ${title}`),
    ...(rest === 'too-few' ? ['The schedule would wait for more articles; `digest send` does not.'] : []),
    ...(held > 0 ? [`${held} held back.`] : []),
    ...(issue.note ? ['With an editor’s note.'] : []),
    ...(issue.sponsor ? ['With a sponsor’s words.'] : []),
    ...(titles.length > 0 ? describeAudience(audience, contentSets.size) : []),
    ...(largest ? [`Largest mail: ${(largest.bytes / 1000).toFixed(1)} KB of ${maximumMailBytes / 1000}.`] : []),
    ...(largest?.warnings.map((warning) => `Warning: ${warning}`) ?? []),
    ...(audience.recipients > 0 ? describeEstimate(estimate) : []),
    ...describeRun(lastRun),
    ...(issue.nextAt ? [`Next run: ${issue.nextAt}.`] : []),
  ])
}

type Audience = {
  readonly recipients: number
  readonly skipped: { paused: number; joinedLater: number; otherTopics: number }
  readonly suppressed: number
}

/** Content sets by their names, each with one of its recipients. */
type ContentSets = ReadonlyMap<string, { readonly choice: readonly string[]; readonly language: string }>

async function countAudience(issue: Issue, stack: Stack): Promise<Audience & { contentSets: ContentSets }> {
  const { addressPepper } = await stack.readSecrets()
  const contentSets = new Map<string, { choice: readonly string[]; language: string }>()
  const skipped = { paused: 0, joinedLater: 0, otherTopics: 0 }
  const counts = { recipients: 0, suppressed: 0 }
  const count = async (subscriber: Subscriber): Promise<void> => {
    const choice = chooseArticles(issue, subscriber)
    if (choice.length === 0) skipped[explainAbsence(issue, subscriber)] += 1
    else if (await stack.suppressions.get(hashAddress(subscriber.address, addressPepper))) counts.suppressed += 1
    else {
      counts.recipients += 1
      contentSets.set(`${subscriber.language} ${choice.join()}`, { choice, language: subscriber.language })
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
  return { ...counts, skipped, contentSets }
}

/** Of those with the most articles, in each language: shorter ones are rendered only if they are sent. */
function measureLargest(issue: Issue, contentSets: ContentSets, { site }: Stack) {
  const most = Math.max(0, ...[...contentSets.values()].map(({ choice }) => choice.length))
  const candidates = [...contentSets.values()].filter(({ choice }) => choice.length === most)
  const languages = new Map(candidates.map((each) => [each.language, each]))
  const sets = [...languages.values()].map(({ choice, language }) => renderVariant(site, issue, choice, language))
  const measured = sets.map(({ pieces, warnings }) => ({
    bytes: pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : 0), 0),
    warnings: warnings.map(({ message }) => message),
  }))
  return measured.sort((a, b) => b.bytes - a.bytes)[0]
}

function describeAudience({ recipients, skipped, suppressed }: Audience, contentSets: number): string[] {
  const reasons = [
    `${skipped.otherTopics} chose other topics`,
    `${skipped.joinedLater} joined after it all appeared`,
    `${skipped.paused} are paused`,
    `${suppressed} are suppressed`,
  ]
  return [
    `${countOf(recipients, 'recipient')}, ${countOf(contentSets, 'distinct mail')}.`,
    `Nobody else: ${reasons.join(', ')}.`,
  ]
}

const outcomes: Readonly<Record<DigestRun['outcome'], string>> = {
  composed: 'composed an issue',
  'nothing-pending': 'found nothing pending',
  'too-few': 'found too few articles: they wait',
  'too-late': 'came too late: the articles go into the next issue',
}

function describeRun(run: DigestRun | undefined): string[] {
  return run ? [`Last run: ${run.at}, ${outcomes[run.outcome]}.`] : []
}
