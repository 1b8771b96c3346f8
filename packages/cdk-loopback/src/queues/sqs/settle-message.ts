import { AwsError } from '../../endpoint/aws-service.ts'
import type { Queue } from '../queue-list.ts'
import { parseReceiptHandle } from './receipt-handle.ts'
import type { Sqs } from './sqs.ts'
import { invalidValue } from './sqs-error.ts'

/** Deletes a message. With the handle of an earlier receipt, deletes nothing and does not fail. */
export function deleteMessage({ database, arrivals }: Sqs, { name, settings }: Queue, handle: string): void {
  const { id, receipt } = parseReceiptHandle(handle)
  const { changes } = database
    .statement('DELETE FROM messages WHERE id = ? AND receipt = ? AND queue = ?')
    .run(id, receipt, name)
  // The next message of the group becomes available.
  if (settings.fifo && changes > 0) database.afterCommit(() => arrivals.announce(name))
}

/** @param timeout milliseconds from now; 0 makes the message visible at once and its handle invalid */
export function changeVisibility(sqs: Sqs, { name }: Queue, handle: string, timeout: number): void {
  const { database, arrivals } = sqs
  const { id, receipt } = parseReceiptHandle(handle)
  const now = sqs.now().getTime()
  const row = database
    .statement('SELECT visible_at FROM messages WHERE id = ? AND receipt = ? AND queue = ?')
    .get(id, receipt, name)
  if (!row) {
    const reason = 'Message does not exist or is not available for visibility timeout change.'
    throw invalidValue('ReceiptHandle', handle, reason)
  }
  if (Number(row.visible_at) <= now) {
    throw new AwsError('MessageNotInflight', 400, 'The specified message is not in flight.')
  }
  database
    .statement('UPDATE messages SET visible_at = ?, receipt = ? WHERE id = ?')
    .run(now + timeout, timeout === 0 ? null : receipt, id)
  database.afterCommit(() => (timeout === 0 ? arrivals.announce(name) : arrivals.expect(name, now + timeout)))
}

/**
 * Marks whether a function handles a message. While none does, a moved clock makes the message visible.
 * Returns false if the message is visible again, so that another receiver may have it.
 */
export function markInvoking({ database, now }: Sqs, handle: string, invoking: boolean): boolean {
  const { id, receipt } = parseReceiptHandle(handle)
  const { changes } = database
    .statement('UPDATE messages SET invoking = ? WHERE id = ? AND receipt = ? AND visible_at > ?')
    .run(Number(invoking), id, receipt, now().getTime())
  return changes > 0
}

/** Marks the end of a failed invocation: from now on, a moved clock makes the message visible. */
export function endInvocation({ database }: Sqs, handle: string): void {
  const { id, receipt } = parseReceiptHandle(handle)
  database.statement('UPDATE messages SET invoking = 0 WHERE id = ? AND receipt = ?').run(id, receipt)
}

/** Makes a message visible, and forgets that it was received. */
export function undoReceipt({ database, now }: Sqs, handle: string): void {
  const { id, receipt } = parseReceiptHandle(handle)
  database
    .statement(`
      UPDATE messages SET invoking = 0, receipt = NULL, visible_at = ?, receive_count = receive_count - 1
      WHERE id = ? AND receipt = ?`)
    .run(now().getTime(), id, receipt)
}

/** Deletes all messages of a queue, those in flight included. */
export function purgeQueue({ database }: Sqs, { name }: Queue): void {
  database.statement('DELETE FROM messages WHERE queue = ?').run(name)
}
