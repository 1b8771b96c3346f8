import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { ProgressStore } from '../../aws/deliveries/progress-store.ts'
import { type BatchStores, settleBatch } from '../../aws/deliveries/settle-batch.ts'
import type { Queue } from '../../aws/queue.ts'
import { applyCommand, planCommand } from '../../core/deliveries/apply-command.ts'
import { isSettled } from '../../core/deliveries/apply-delivery.ts'
import { batchName } from '../../core/deliveries/portion.ts'
import type { PortionProgress } from '../../core/deliveries/settled-counts.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { ControlMessage, SendMessage } from '../../core/messages.ts'
import { logEnd } from '../runtime/log-end.ts'

export type PortionServices = BatchStores & {
  readonly deliveries: Pick<DeliveryStore, 'getMany' | 'save'>
  readonly progress: Pick<ProgressStore, 'getPortion'>
  readonly send: Pick<Queue<SendMessage>, 'add' | 'addAll'>
}

/** Applies a command to a portion of an issue, and queues the batches that a sender must work on. */
export async function applyToPortion(
  message: ControlMessage,
  shard: string,
  progress: PortionProgress,
  services: PortionServices,
  now: Date,
): Promise<void> {
  const { digest, number, order: command } = message
  const { open, reopened } = planCommand(progress, command, services.site.publication.onUnknown)
  if (open.length + reopened.length === 0) return
  const stored = await services.progress.getPortion(issueId(message), shard, progress.portion)
  const messageOf = (index: number): SendMessage[] => {
    const batch = stored?.batches[index]
    const name = batchName({ shard, portion: progress.portion, index })
    return batch ? [{ digest, number, ...batch, batch: name }] : []
  }
  await services.send.addAll(open.flatMap(messageOf))
  for (const batch of reopened.flatMap(messageOf)) await reopenBatch(message, batch, services, now)
}

/**
 * Makes settled deliveries of a batch pending again. Then it queues the batch, and counts it again last: if the Lambda dies
 * before, the retried message finds the counts as they were.
 */
async function reopenBatch(
  message: ControlMessage,
  batch: SendMessage,
  services: PortionServices,
  now: Date,
): Promise<void> {
  const { deliveries, site, send } = services
  const { onUnknown } = site.publication
  const at = now.toISOString()
  const ids = batch.recipients.map(({ subscriberId }) => subscriberId)
  const stored = await deliveries.getMany(issueId(message), ids)
  const effects = stored.map((each) => ({ each, after: applyCommand(each.delivery, message.order, at, onUnknown) }))
  await Promise.all(
    effects.filter(({ each, after }) => after !== each.delivery).map(({ each, after }) => deliveries.save(each, after)),
  )
  if (effects.some(({ after }) => !isSettled(after, at, onUnknown))) await send.add(batch)
  if (batch.batch) logEnd(message, await settleBatch(message, batch.batch, undefined, services, now))
}
