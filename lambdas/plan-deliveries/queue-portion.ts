import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { ProgressStore } from '../../aws/deliveries/progress-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { ledgerEntry } from '../../core/deliveries/delivery.ts'
import { batchName, type Portion } from '../../core/deliveries/portion.ts'
import { openBatches } from '../../core/deliveries/settled-counts.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { PlanMessage, SendMessage } from '../../core/messages.ts'

type Services = {
  readonly deliveries: Pick<DeliveryStore, 'add'>
  readonly progress: Pick<ProgressStore, 'get'>
  readonly send: Pick<Queue<SendMessage>, 'add'>
}

/**
 * Queues the batches of a portion for the senders, and stores their deliveries. A sender stores any that the ledger lacks.
 * If an earlier attempt, or another chain, has stored the portion, this queues only the batches that are still open.
 */
export async function queuePortion(
  { digest, number, shard }: PlanMessage,
  portion: number,
  { stored, isNew }: { readonly stored: Portion; readonly isNew: boolean },
  { deliveries, progress, send }: Services,
): Promise<void> {
  const id = issueId({ digest, number })
  const counted = isNew ? undefined : await progress.get(id, shard, portion)
  const open = counted && new Set(openBatches(counted))
  for (const [index, batch] of stored.batches.entries()) {
    if (open && !open.has(index)) continue
    const name = batchName({ shard, portion, index })
    await send.add({ digest, number, ...batch, batch: name })
    await Promise.all(batch.recipients.map((each) => deliveries.add(ledgerEntry(id, each, name))))
  }
}
