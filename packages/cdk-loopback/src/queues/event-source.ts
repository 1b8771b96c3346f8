import type { SQSEvent, SQSRecord } from 'aws-lambda'
import type { Storage } from '../host/storage.ts'
import { isThrottling } from '../lambda/invocation-error.ts'
import type { EventSourcePlan } from '../template/stack-plan.ts'
import { failedMessages } from './batch-result.ts'
import type { Consumer } from './consumer.ts'

export type EventSource = {
  /** Receives no more messages. Resolves when the running batches are finished. */
  close(): Promise<void>
}

export type EventSourceOptions = {
  /** Maximum batches that the function handles at a time. */
  readonly concurrency: number
  readonly invoke: (event: SQSEvent) => Promise<unknown>
  /** Receives a line about each batch that failed. */
  readonly log: (line: string) => void
  /** No messages are received while nothing can be stored, because their tries would be used up. */
  readonly storage: Pick<Storage, 'check' | 'isClosed' | 'room'>
}

/** Invokes a function with the messages of a queue, in batches as defined by its event source mapping. */
export function startEventSource(plan: EventSourcePlan, consumer: Consumer, options: EventSourceOptions): EventSource {
  const pollers = Math.min(options.concurrency, plan.maximumConcurrency ?? options.concurrency)
  const closing = Promise.withResolvers<void>()
  const state: State = { closed: false, closing: closing.promise }
  const polling = Promise.all(Array.from({ length: pollers }, () => poll(plan, consumer, options, state)))
  return {
    close: async () => {
      state.closed = true
      closing.resolve()
      consumer.wake()
      await polling
    },
  }
}

type State = { closed: boolean; readonly closing: Promise<void> }

/** Milliseconds before a queue is read again after an error, such as a full disk. */
const retryAfter = 1_000

async function poll(plan: EventSourcePlan, consumer: Consumer, options: EventSourceOptions, state: State) {
  while (!state.closed) {
    try {
      await roomOrEnd(options, state)
      const records = state.closed ? [] : await gather(plan, consumer, state)
      if (records.length > 0) {
        const failed = await handOver(plan, records, consumer, options, state)
        await finish(records, failed, consumer, options, state)
      } else if (!state.closed) await consumer.arrival()
    } catch (error) {
      options.log(`${plan.logicalId}: the queue cannot be read: ${error}`)
      await delay(retryAfter)
    }
  }
}

/** Waits while nothing can be stored, but not if the source closes. */
async function roomOrEnd({ storage }: EventSourceOptions, state: State): Promise<void> {
  while (storage.isClosed && !state.closed) await Promise.race([storage.room(), state.closing])
}

/** Settles a batch. Messages that failed on a full disk become available once it has room, with as many tries as before. */
async function finish(
  records: readonly SQSRecord[],
  failed: ReadonlySet<string>,
  consumer: Consumer,
  options: EventSourceOptions,
  state: State,
): Promise<void> {
  const isBlameless = failed.size > 0 && options.storage.isClosed
  if (isBlameless) await roomOrEnd(options, state)
  const settle = isBlameless ? consumer.putBack : consumer.finish
  for (;;) {
    try {
      return settle(records, failed)
    } catch (error) {
      if (state.closed || !options.storage.check(error)) throw error
      await roomOrEnd(options, state)
    }
  }
}

/** Gathers a batch: visible messages, and those that arrive within the batch window. Empty if none are visible. */
async function gather(plan: EventSourcePlan, consumer: Consumer, state: State): Promise<SQSRecord[]> {
  const records = consumer.receive(plan.batchSize)
  const windowEnd = performance.now() + plan.batchWindow * 1000
  while (records.length > 0 && records.length < plan.batchSize) {
    const more = consumer.receive(plan.batchSize - records.length)
    records.push(...more)
    const left = windowEnd - performance.now()
    if (more.length > 0) continue
    if (left <= 0 || state.closed) break
    await Promise.race([consumer.arrival(), delay(left)])
  }
  return records
}

/** Waits, without keeping the process alive. */
const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref())

/** Milliseconds before a throttled batch is tried again. AWS does not publish its times. */
const throttledWait = (refusals: number) => Math.min(1000 * 2 ** (refusals - 1), 20_000)

/** Retries while Lambda throttles the function, until the batch's visibility timeout is over, as AWS does. */
async function invokeUnlessThrottled(
  records: readonly SQSRecord[],
  consumer: Consumer,
  { invoke }: EventSourceOptions,
  state: State,
): Promise<unknown> {
  for (let refusals = 1; ; refusals++) {
    try {
      return await invoke({ Records: [...records] })
    } catch (error) {
      if (!isThrottling(error)) throw error
      consumer.suspend(records)
      await Promise.race([delay(throttledWait(refusals)), state.closing])
      if (state.closed || !consumer.resume(records)) throw error
    }
  }
}

/** Invokes the function with a batch. Returns the ids of the messages to retry. */
async function handOver(
  plan: EventSourcePlan,
  records: readonly SQSRecord[],
  consumer: Consumer,
  options: EventSourceOptions,
  state: State,
): Promise<ReadonlySet<string>> {
  const { log } = options
  try {
    const response = await invokeUnlessThrottled(records, consumer, options, state)
    if (!plan.reportsItemFailures) return new Set()
    const failed = failedMessages(records, response)
    if (failed.size > 0) log(`${plan.logicalId}: ${failed.size} of ${records.length} messages will be tried again`)
    return failed
  } catch {
    // `invoke` has already logged the reason.
    log(`${plan.logicalId}: ${records.length} of ${records.length} messages will be tried again`)
    return new Set(records.map(({ messageId }) => messageId))
  }
}
