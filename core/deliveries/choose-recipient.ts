import { type Candidate, chooseArticles, isAddressee } from '../issues/choose-articles.ts'
import { type Correction, choiceOf, type Issue, issueId } from '../issues/issue.ts'
import type { Recipient } from '../messages.ts'
import type { Delivery, DeliveryState } from './delivery.ts'

type Subscriber = Candidate & {
  readonly id: string
  readonly createdAt?: string | undefined
  readonly digestChangedAt?: string | undefined
  readonly pauseEndedAt?: string | undefined
}

/** Earlier deliveries of the articles of `historyNeeded` to one subscriber, by article id. */
export type History = {
  readonly articles: ReadonlyMap<string, readonly Delivery[]>
  readonly corrections: ReadonlyMap<string, readonly Delivery[]>
  /** Deliveries of the issues that told of these corrections. */
  readonly mentions: ReadonlyMap<string, readonly Delivery[]>
}

export type HistoryNeeded = {
  readonly articles: readonly string[]
  readonly corrections: readonly Correction[]
  /** Those of the corrections of which another issue may have told the subscriber. */
  readonly mentions: readonly Correction[]
}

/**
 * Returns what must be looked up in the ledger before `chooseRecipient` can decide: articles that another digest may
 * have sent to a subscriber before they switched to this one, and corrections of articles that they may have received.
 * The other digest cannot have sent articles that went live after the switch, so those are not looked up.
 */
export function historyNeeded(issue: Issue, subscriber: Subscriber): HistoryNeeded {
  const { digestChangedAt } = subscriber
  const corrections = isAddressee(issue, subscriber)
    ? issue.corrections.filter((correction) => mayConcern(correction, subscriber))
    : []
  const mentions = corrections.filter(({ since }) => since !== undefined || digestChangedAt !== undefined)
  if (digestChangedAt === undefined) return { articles: [], corrections, mentions }
  const older = new Set(issue.articles.filter(({ liveAt }) => liveAt <= digestChangedAt).map(({ id }) => id))
  return { articles: chooseArticles(issue, subscriber).filter((id) => older.has(id)), corrections, mentions }
}

/**
 * Returns true unless the subscriber was an addressee of the digest when it mentioned the correction. They were not if
 * their pause ended, they chose the digest or they subscribed again since then.
 */
function mayConcern({ since }: Correction, subscriber: Subscriber): boolean {
  if (since === undefined) return true
  const { pausedUntil, pauseEndedAt, digestChangedAt, createdAt, confirmedAt } = subscriber
  const isAfter = (instant: string | undefined) => instant !== undefined && Date.parse(instant) > Date.parse(since)
  return [pausedUntil, pauseEndedAt, digestChangedAt].some(isAfter) || (isAfter(confirmedAt) && !isAfter(createdAt))
}

/** Chooses a subscriber's articles and corrections from an issue. Undefined if the issue has none for them. */
export function chooseRecipient(issue: Issue, subscriber: Subscriber, history: History): Recipient | undefined {
  const needed = historyNeeded(issue, subscriber)
  const received = new Set(
    needed.articles.filter((id) => {
      const earlier = (history.articles.get(id) ?? []).filter((delivery) => delivery.issueId !== issueId(issue))
      return contains(earlier, id, mayBeReceived)
    }),
  )
  const corrections = needed.corrections.filter((correction) => {
    const { articleId } = correction
    const earlier = (history.mentions.get(articleId) ?? []).filter((delivery) => delivery.issueId !== issueId(issue))
    return (
      contains(history.corrections.get(articleId) ?? [], articleId, (state) => state === 'submitted') &&
      !contains(earlier, choiceOf(correction), mayBeReceived)
    )
  })
  const articles = chooseArticles(issue, subscriber).filter((id) => !received.has(id))
  const choice = [...articles, ...corrections.map(choiceOf)]
  return choice.length > 0 ? { subscriberId: subscriber.id, articles: choice } : undefined
}

function contains(deliveries: readonly Delivery[], articleId: string, counts: (state: DeliveryState) => boolean) {
  return deliveries.some(({ articles, state }) => articles.includes(articleId) && counts(state))
}

/** True if the subscriber has received the mail, may have received it, or will receive it. */
function mayBeReceived(state: DeliveryState): boolean {
  return state !== 'skipped' && state !== 'suppressed' && state !== 'failed'
}
