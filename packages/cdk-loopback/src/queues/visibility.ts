import type { Engine, Queue } from './engine.ts'

/** Whether a queue holds messages that are visible, being worked on, or visible in less than so many milliseconds. */
export function hasWork(queue: Queue, withinMs: number): boolean {
  const soon = Date.now() + withinMs
  return (
    queue.getAttribute('ApproximateNumberOfMessages') !== '0' ||
    queue.inflightMessages.size > 0 ||
    queue.delayedMessages.some(({ delayUntil = 0 }) => delayUntil < soon)
  )
}

/**
 * Ends delays and visibility timeouts so many milliseconds sooner, as if that time had passed; but not those of the
 * `held` messages, whose invocations are still under way. (fauxqs knows the machine's clock only.)
 */
export function moveTime(queue: Queue, ms: number, held: ReadonlySet<string>): void {
  for (const [receiptHandle, entry] of queue.inflightMessages) {
    if (!held.has(receiptHandle)) entry.visibilityDeadline -= ms
  }
  for (const message of queue.delayedMessages) {
    if (message.delayUntil) message.delayUntil -= ms
  }
  queue.processTimers()
}

/** Makes messages visible again at once that a ReceiveMessage answered to a client that had hung up. */
export function putBack(engine: Engine, { QueueUrl }: { readonly QueueUrl?: unknown }, response: string): void {
  const queue = engine.sqs.getQueue(String(QueueUrl))
  for (const { ReceiptHandle } of JSON.parse(response).Messages ?? []) queue?.changeVisibility(ReceiptHandle, 0)
}
