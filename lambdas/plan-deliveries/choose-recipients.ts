import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import { historyReader } from '../../aws/deliveries/read-histories.ts'
import type { CorrectionStore } from '../../aws/issues/correction-store.ts'
import { chooseRecipient } from '../../core/deliveries/choose-recipient.ts'
import { deliveryTime } from '../../core/deliveries/delivery-time.ts'
import { choiceOf, type Issue } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'

type Stores = {
  readonly corrections: Pick<CorrectionStore, 'listTaken' | 'listMentions' | 'putMention'>
  readonly deliveries: Pick<DeliveryStore, 'getMany'>
}

/**
 * Returns the recipients of an issue, grouped by the instant from which they may be mailed. If some get an earlier
 * correction, stores that the issue mentions it, so that no other issue tells them again.
 */
export async function chooseRecipients(
  issue: Issue,
  subscribers: readonly Subscriber[],
  stores: Stores,
): Promise<ReadonlyMap<string | undefined, readonly Recipient[]>> {
  const histories = await historyReader(issue, stores)(subscribers)
  const byTime = new Map<string | undefined, Recipient[]>()
  for (const [index, subscriber] of subscribers.entries()) {
    const history = histories[index]
    const recipient = history && chooseRecipient(issue, subscriber, history)
    if (!recipient) continue
    const time = deliveryTime(issue, subscriber.timeZone)
    const group = byTime.get(time)
    if (group) group.push(recipient)
    else byTime.set(time, [recipient])
  }
  await putMentions(issue, [...byTime.values()].flat(), stores)
  return byTime
}

async function putMentions(issue: Issue, recipients: readonly Recipient[], { corrections }: Stores): Promise<void> {
  const earlier = issue.corrections.filter(({ since }) => since !== undefined)
  if (earlier.length === 0) return
  const chosen = new Set(recipients.flatMap(({ articles }) => articles))
  await Promise.all(
    earlier.map(async ({ articleId, correction }) => {
      if (correction === undefined || !chosen.has(choiceOf({ articleId }))) return
      await corrections.putMention(articleId, correction, issue)
    }),
  )
}
