import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { confirmationDelay } from '../../core/deliveries/confirmation-delay.ts'
import { maximumQueueDelay } from '../../core/deliveries/limits.ts'
import type { ConfirmationMessage, OperatorMessage } from '../../core/messages.ts'

export type PutBackServices = {
  readonly pace: Pick<SendPace, 'queueUp'>
  readonly again: Pick<Queue<ConfirmationMessage | OperatorMessage>, 'add'>
}

/** Why SES throttled a mail, and its place in the sending rate if it has one that it has not used. */
type Throttling = { readonly spent?: boolean; readonly place: number | undefined }

/**
 * Puts a throttled mail back until its place in the sending rate. If the day's quota is spent, or the account's sending is
 * paused, it is put back for 15 minutes. Without places, mails that wait together would all be tried every few seconds.
 * @param now in milliseconds
 */
export async function putBack(
  message: ConfirmationMessage | OperatorMessage,
  { spent, place }: Throttling,
  { pace, again }: PutBackServices,
  now: number,
): Promise<void> {
  if (spent) return again.add(message, maximumQueueDelay)
  const throttled = (message.throttled ?? 0) + 1
  const next = place ?? (await pace.queueUp(now))
  await again.add({ ...message, throttled }, confirmationDelay(next, now, throttled, Math.random()))
}
