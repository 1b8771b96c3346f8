import type { ContentStore } from '../../aws/content-store.ts'
import type { DeliveryStore, StoredDelivery } from '../../aws/deliveries/delivery-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { Queue } from '../../aws/queue.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import { applyCommand } from '../../core/deliveries/apply-command.ts'
import { deliveryTime } from '../../core/deliveries/delivery-time.ts'
import { recipientsPerMessage } from '../../core/deliveries/limits.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { ControlMessage, Recipient, SendMessage } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'

type Services = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'save'>
  readonly issues: Pick<IssueStore, 'get'>
  readonly content: Pick<ContentStore<Issue>, 'get'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly send: Pick<Queue<SendMessage>, 'add'>
}

/**
 * Applies a command to some deliveries of an issue, and queues those that a sender must submit or settle. The ledger is
 * written before the queue: if the Lambda dies in between, the retried message finds the deliveries pending and queues
 * them.
 */
export async function applyToPage(
  { digest, number, order: command }: ControlMessage,
  page: readonly StoredDelivery[],
  services: Services,
  now: Date,
): Promise<void> {
  const { deliveries, send, site } = services
  const { onUnknown } = site.publication
  const effects = page.map((stored) => ({
    stored,
    ...applyCommand(stored.delivery, command, now.toISOString(), onUnknown),
  }))
  const changed = effects.filter(({ stored, after }) => after !== stored.delivery)
  await Promise.all(changed.map(({ stored, after }) => deliveries.save(stored, after)))
  const recipients = effects
    .filter(({ toSender }) => toSender)
    .map(({ after: { subscriberId, articles } }) => ({ subscriberId, articles }))
  const times = await readDeliveryTimes({ digest, number }, recipients, services)
  for (const [notBefore, group] of Map.groupBy(recipients, ({ subscriberId }) => times.get(subscriberId))) {
    for (let start = 0; start < group.length; start += recipientsPerMessage) {
      const message = { digest, number, recipients: group.slice(start, start + recipientsPerMessage) }
      await send.add({ ...message, ...(notBefore && { notBefore }) })
    }
  }
}

/** Returns the delivery times of an issue that is delivered at each subscriber's own time of day; empty for other issues. */
async function readDeliveryTimes(
  { digest, number }: Pick<ControlMessage, 'digest' | 'number'>,
  recipients: readonly Recipient[],
  { issues, content, subscribers }: Services,
): Promise<ReadonlyMap<string, string | undefined>> {
  const record = recipients.length > 0 ? await issues.get(digest, number) : undefined
  const issue = record && (await content.get(record.contentKey))
  const times = new Map<string, string | undefined>()
  if (!issue || deliveryTime(issue, 'UTC') === undefined) return times
  for (let start = 0; start < recipients.length; start += 100) {
    const ids = recipients.slice(start, start + 100).map(({ subscriberId }) => subscriberId)
    for (const { id, timeZone } of await subscribers.getMany(ids)) times.set(id, deliveryTime(issue, timeZone))
  }
  return times
}
