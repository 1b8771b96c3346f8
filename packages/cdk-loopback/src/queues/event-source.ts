import type { SQSEvent, SQSRecord } from 'aws-lambda'
import type { EventSourcePlan } from '../template/stack-plan.ts'
import { failedMessages } from './batch-result.ts'
import type { Consumer } from './consumer.ts'

export type EventSource = {
  /** Takes no more messages; resolves when the batches under way are finished. */
  close(): Promise<void>
}

export type EventSourceOptions = {
  /** How many batches the function takes at a time. */
  readonly concurrency: number
  readonly invoke: (event: SQSEvent) => Promise<unknown>
  /** Takes a sentence about a batch that failed. */
  readonly log: (line: string) => void
}

/** Feeds a function from a queue, in batches as its event source mapping says. */
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

/** Milliseconds after which a queue that cannot be read, because the disk is full, is read again. */
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

/** A batch: what is there, and what else arrives within the batch window. Empty if nothing is there. */
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

/** Does not keep the process from ending. */
const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref())

/** The ids of the messages to try again. */
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
    // Whoever invokes has told why.
    log(`${plan.logicalId}: ${records.length} of ${records.length} messages will be tried again`)
    return new Set(records.map(({ messageId }) => messageId))
  }
}
