import { chooseArticles, type Reader } from '../issues/choose-articles.ts'
import type { Issue } from '../issues/issue.ts'
import type { Delivery, Recipient } from './delivery.ts'

/** What a subscriber gets of an issue; undefined when it holds nothing for them. */
export function chooseRecipient(issue: Issue, subscriber: Reader & { readonly id: string }): Recipient | undefined {
  const articles = chooseArticles(issue, subscriber)
  return articles.length > 0 ? { subscriberId: subscriber.id, articles } : undefined
}

/** The delivery of an issue to a recipient, not handed over yet. */
export function planDelivery(issueId: string, { subscriberId, articles }: Recipient): Delivery {
  return {
    issueId,
    subscriberId,
    state: 'pending',
    articles,
    reason: undefined,
    claim: undefined,
    attempts: 0,
    handedOverAt: undefined,
    givenUp: 0,
    messageId: undefined,
    repeats: [],
    outcome: undefined,
  }
}
