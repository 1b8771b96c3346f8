import type { SQSEvent, SQSRecord } from 'aws-lambda'
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
}

/** Invokes a function with the messages of a queue, in batches as defined by its event source mapping. */
export function startEventSource(plan: EventSourcePlan, consumer: Consumer, options: EventSourceOptions): EventSource {
  const pollers = Math.min(options.concurrency, plan.maximumConcurrency ?? options.concurrency)
  const state = { closed: false }
  const polling = Promise.all(Array.from({ length: pollers }, () => poll(plan, consumer, options, state)))
  return {
    close: async () => {
      state.closed = true
      consumer.wake()
      await polling
    },
  }
}

type State = { closed: boolean }

/** Milliseconds before a queue is read again after an error, such as a full disk. */
const retryAfter = 1_000

async function poll(plan: EventSourcePlan, consumer: Consumer, options: EventSourceOptions, state: State) {
  while (!state.closed) {
    try {
      const records = await gather(plan, consumer, state)
      if (records.length > 0) consumer.finish(records, await handOver(plan, records, options))
      else if (!state.closed) await consumer.arrival()
    } catch (error) {
      options.log(`${plan.logicalId}: the queue cannot be read: ${error}`)
      await delay(retryAfter)
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

/** Invokes the function with a batch. Returns the ids of the messages to retry. */
async function handOver(
  plan: EventSourcePlan,
  records: readonly SQSRecord[],
  { invoke, log }: EventSourceOptions,
): Promise<ReadonlySet<string>> {
  try {
    const response = await invoke({ Records: [...records] })
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
