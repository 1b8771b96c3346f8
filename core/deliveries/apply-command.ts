import type { IssueCommand } from '../messages.ts'
import { applyDelivery, applyTime, isOpen } from './apply-delivery.ts'
import type { Delivery } from './delivery.ts'

export type CommandEffect = {
  /** The delivery as it is from now on; the same object where nothing changes. */
  readonly after: Delivery
  /** Whether a sender has to look at it: it hands it over, or settles what is unknown. */
  readonly toSender: boolean
}

/** What an order means for one delivery. Given twice, it means nothing more. */
export function applyCommand(
  delivery: Delivery,
  order: IssueCommand,
  at: string,
  onUnknown: 'leave' | 'resend',
): CommandEffect {
  const mode = order === 'cancel' ? 'leave' : onUnknown
  const timely = applyTime(delivery, at, mode)
  const fact = factOf(order)
  const changed = fact ? applyDelivery(timely, fact) : timely
  const after = changed === 'impossible' ? timely : changed
  return { after, toSender: after.state === 'pending' || isOpen(after, mode) }
}

function factOf(order: IssueCommand) {
  if (order === 'retry') return { kind: 'retried' } as const
  return order === 'cancel' ? ({ kind: 'skipped', reason: 'cancelled' } as const) : undefined
}
