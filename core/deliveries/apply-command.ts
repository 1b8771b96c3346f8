import type { IssueCommand } from '../messages.ts'
import { applyDelivery, applyTime, isOpen } from './apply-delivery.ts'
import type { Delivery } from './delivery.ts'

export type CommandEffect = {
  /** The delivery after the command; the same object if nothing changes. */
  readonly after: Delivery
  /** True if a sender must submit the delivery, or settle it if it is unknown. */
  readonly toSender: boolean
}

/** Applies an operator's command to one delivery. Repeating the command changes nothing more. */
export function applyCommand(
  delivery: Delivery,
  command: IssueCommand,
  at: string,
  onUnknown: 'leave' | 'resend',
): CommandEffect {
  const mode = command === 'cancel' ? 'leave' : onUnknown
  const timely = applyTime(delivery, at, mode)
  const fact = factOf(command)
  const changed = fact ? applyDelivery(timely, fact) : timely
  const after = changed === 'impossible' ? timely : changed
  return { after, toSender: after.state === 'pending' || isOpen(after, mode) }
}

function factOf(command: IssueCommand) {
  if (command === 'retry') return { kind: 'retried' } as const
  return command === 'cancel' ? ({ kind: 'skipped', reason: 'cancelled' } as const) : undefined
}
