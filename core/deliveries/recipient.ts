import { chooseArticles, isReached, type Reader } from '../issues/choose-articles.ts'
import { type Correction, choiceOf, type Issue, issueId } from '../issues/issue.ts'
import type { Recipient } from '../messages.ts'
import type { Delivery, DeliveryState } from './delivery.ts'

/** What the ledger says of earlier mails. */
export type FormerMails = {
  /** Ids of the issues, of every digest, that took an article. */
  issuesOf(articleId: string): Promise<readonly string[]>
  find(issueId: string, subscriberId: string): Promise<Delivery | undefined>
}

type Subscriber = Reader & { readonly id: string; readonly digestChangedAt?: string | undefined }

/** What a subscriber gets of an issue: articles and corrections. Undefined when it holds nothing for them. */
export async function chooseRecipient(
  issue: Issue,
  subscriber: Subscriber,
  former: FormerMails,
): Promise<Recipient | undefined> {
  const chosen = chooseArticles(issue, subscriber)
  const [mailed, corrections] = await Promise.all([
    findMailed(issue, chosen, subscriber, former),
    chooseCorrections(issue, subscriber, former),
  ])
  const articles = [...chosen.filter((id) => !mailed.has(id)), ...corrections]
  return articles.length > 0 ? { subscriberId: subscriber.id, articles } : undefined
}

/**
 * Articles that another digest brought them before they changed to this one. What appeared since cannot be among them,
 * and of who never changed there is nothing to look up.
 */
async function findMailed(
  issue: Issue,
  chosen: readonly string[],
  { id, digestChangedAt }: Subscriber,
  former: FormerMails,
): Promise<ReadonlySet<string>> {
  if (digestChangedAt === undefined) return new Set()
  const isOlder = new Set(issue.articles.filter(({ liveAt }) => liveAt <= digestChangedAt).map((article) => article.id))
  const candidates = chosen.filter((article) => isOlder.has(article))
  const found = await Promise.all(
    candidates.map(async (article) => {
      const issues = (await former.issuesOf(article)).filter((each) => each !== issueId(issue))
      return (await wasMailed(article, issues, id, former, mayHaveIt)) ? [article] : []
    }),
  )
  return new Set(found.flat())
}

/** Those of articles that the ledger says they were submitted. */
async function chooseCorrections(issue: Issue, subscriber: Subscriber, former: FormerMails): Promise<string[]> {
  if (!isReached(issue, subscriber)) return []
  const knows = ({ articleId, issueIds }: Correction) =>
    wasMailed(articleId, issueIds, subscriber.id, former, (state) => state === 'submitted')
  const known = await Promise.all(issue.corrections.map(knows))
  return issue.corrections.filter((_correction, index) => known[index]).map(choiceOf)
}

async function wasMailed(
  articleId: string,
  issueIds: readonly string[],
  subscriberId: string,
  former: FormerMails,
  counts: (state: DeliveryState) => boolean,
): Promise<boolean> {
  const deliveries = await Promise.all(issueIds.map((each) => former.find(each, subscriberId)))
  return deliveries.some((delivery) => delivery?.articles.includes(articleId) && counts(delivery.state))
}

/** They have it, or will, or nobody knows. */
function mayHaveIt(state: DeliveryState): boolean {
  return state !== 'skipped' && state !== 'suppressed' && state !== 'failed'
}
