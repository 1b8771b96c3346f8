import { type BatchStores, settleBatch } from '../../aws/deliveries/settle-batch.ts'
import type { Queue } from '../../aws/queue.ts'
import { backoffSeconds } from '../../core/deliveries/send-pace.ts'
import { countStates } from '../../core/deliveries/settled-counts.ts'
import type { SendMessage } from '../../core/messages.ts'
import { logEnd } from '../runtime/log-end.ts'
import type { Result } from './sender.ts'

type Services = BatchStores & { readonly send: Pick<Queue<SendMessage>, 'add'> }

/**
 * Queues again the deliveries that must wait. If there are none, counts the batch.
 * @throws the error of a recipient: SQS then delivers the message again, and the retry skips what is done or under way
 */
export async function finishMessage(
  message: SendMessage,
  results: readonly Result[],
  services: Services,
  now: Date,
): Promise<void> {
  for (const [reason, delay] of Object.entries(backoffSeconds)) {
    const recipients = results.filter((result) => result.backoff === reason).map(({ recipient }) => recipient)
    const isPart = message.partial || recipients.length < message.recipients.length
    if (recipients.length > 0)
      await services.send.add({ ...message, recipients, ...(isPart && { partial: true }) }, delay)
  }
  for (const { error } of results) if (error !== undefined) throw error
  const states = results.flatMap(({ state }) => state ?? [])
  // Deliveries of a paused issue have no state yet. When it is resumed, its open batches are queued again.
  if (message.batch === undefined || states.length < results.length) return
  const known = message.partial ? undefined : countStates(states)
  logEnd(message, await settleBatch(message, message.batch, known, services, now))
}
