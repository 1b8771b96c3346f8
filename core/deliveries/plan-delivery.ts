import { chooseArticles, type Reader } from '../issues/choose-articles.ts'
import { type Issue, issueId } from '../issues/issue.ts'
import type { Delivery } from './delivery.ts'

/** The delivery of an issue to a subscriber, not handed over yet; undefined when the issue holds nothing for them. */
export function planDelivery(issue: Issue, subscriber: Reader & { readonly id: string }): Delivery | undefined {
  const articles = chooseArticles(issue, subscriber)
  if (articles.length === 0) return undefined
  return {
    issueId: issueId(issue),
    subscriberId: subscriber.id,
    state: 'pending',
    articles,
    reason: undefined,
    claim: undefined,
    attempts: 0,
    messageId: undefined,
    outcome: undefined,
  }
}
