import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import { chooseRecipient, type History, historyNeeded } from '../../core/deliveries/choose-recipient.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import { deliveryTime } from '../../core/deliveries/delivery-time.ts'
import { type Issue, issueId } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'

type Sources = {
  readonly corrections: { listTaken(articleId: string): Promise<readonly string[]> }
  readonly deliveries: Pick<DeliveryStore, 'get'>
}

/** Returns the recipients of an issue, grouped by the instant from which they may be mailed. */
export async function chooseRecipients(
  issue: Issue,
  subscribers: readonly Subscriber[],
  sources: Sources,
): Promise<ReadonlyMap<string | undefined, readonly Recipient[]>> {
  const readHistory = historyReader(issue, sources)
  const byTime = new Map<string | undefined, Recipient[]>()
  const recipients = await Promise.all(
    subscribers.map(async (subscriber) => chooseRecipient(issue, subscriber, await readHistory(subscriber))),
  )
  for (const [index, recipient] of recipients.entries()) {
    if (!recipient) continue
    const time = deliveryTime(issue, subscribers[index]?.timeZone ?? 'UTC')
    byTime.set(time, [...(byTime.get(time) ?? []), recipient])
  }
  return byTime
}

/** Returns a function that reads one subscriber's history. The list of issues that took an article is read only once. */
function historyReader(
  issue: Issue,
  { corrections, deliveries }: Sources,
): (subscriber: Subscriber) => Promise<History> {
  const taken = new Map<string, Promise<readonly string[]>>()
  const issuesWith = (articleId: string) => {
    const issueIds = taken.get(articleId) ?? corrections.listTaken(articleId)
    taken.set(articleId, issueIds)
    return issueIds
  }

  async function find(subscriberId: string, issueIds: readonly string[]): Promise<Delivery[]> {
    const stored = await Promise.all(issueIds.map((id) => deliveries.get(id, subscriberId)))
    return stored.flatMap((each) => each?.delivery ?? [])
  }

  return async (subscriber) => {
    const needed = historyNeeded(issue, subscriber)
    const [ofArticles, ofCorrections] = await Promise.all([
      Promise.all(
        needed.articles.map(async (articleId) => {
          const issueIds = (await issuesWith(articleId)).filter((id) => id !== issueId(issue))
          return [articleId, await find(subscriber.id, issueIds)] as const
        }),
      ),
      Promise.all(
        needed.corrections.map(
          async ({ articleId, issueIds }) => [articleId, await find(subscriber.id, issueIds)] as const,
        ),
      ),
    ])
    return { articles: new Map(ofArticles), corrections: new Map(ofCorrections) }
  }
}
