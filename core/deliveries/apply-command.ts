import type { IssueCommand } from '../messages.ts'
import { applyDelivery, applyTime } from './apply-delivery.ts'
import type { Delivery } from './delivery.ts'
import { openBatches, type PortionProgress } from './settled-counts.ts'

/** The batches of a portion that a command affects, by index. */
export type AffectedBatches = {
  /** Batches with deliveries that a sender must submit, skip or settle. */
  readonly open: readonly number[]
  /** Settled batches with deliveries that the command makes pending again. */
  readonly reopened: readonly number[]
}

/**
 * Decides what a command does with a portion. Only settled batches are retried: an open batch may still be in a queue.
 * `resume` also submits deliveries again that were left unknown, if publication.json now says so.
 */
export function planCommand(
  progress: PortionProgress,
  command: IssueCommand,
  onUnknown: 'leave' | 'resend',
): AffectedBatches {
  const open = new Set(openBatches(progress))
  const settled = progress.sizes.map((_size, index) => index).filter((index) => !open.has(index))
  const has = (state: 'failed' | 'unknown') => settled.filter((index) => (progress.counts[index]?.[state] ?? 0) > 0)
  if (command === 'retry') return { open: [], reopened: has('failed') }
  return { open: [...open], reopened: command === 'resume' && onUnknown === 'resend' ? has('unknown') : [] }
}

/** Applies a command to a delivery of a reopened batch. Returns the same object if nothing changes. */
export function applyCommand(
  delivery: Delivery,
  command: IssueCommand,
  at: string,
  onUnknown: 'leave' | 'resend',
): Delivery {
  if (command === 'cancel') return delivery
  const timely = applyTime(delivery, at, onUnknown)
  const after = command === 'retry' ? applyDelivery(timely, { kind: 'retried' }) : timely
  return after === 'impossible' ? timely : after
}
