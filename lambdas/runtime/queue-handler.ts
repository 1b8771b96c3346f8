import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { createSqs } from '../../aws/clients.ts'
import { type ReceivedMessages, receivedMessages } from '../../aws/received-messages.ts'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { retryDelay } from '../../core/retry-delay.ts'
import { logger } from './logger.ts'

/** Milliseconds that a batch leaves for reporting which of its records are done. */
const reserve = 2_000

/**
 * Receives after which a message may be one that crashes the Lambda, as by its use of memory. Then Lambda repeats the whole
 * batch, again and again.
 */
const mostCrashes = 2

/**
 * Returns the handler of a Lambda that consumes a queue. It creates the services once per cold start and handles the
 * records of a batch concurrently. Only the records that failed are retried, with growing delays; SQS moves a record that
 * keeps failing to the dead-letter queue. After the third receive of a record, the batch is handled one by one in any order,
 * and each record is removed from the queue at once, so that a record that crashes the Lambda does not hold up the others.
 * @param perMessage `attempt` counts from 1. A receive that Lambda throttled counts, too
 * @param options.handsBack whether records that are not done shortly before the time of the batch is up are retried, so that
 *   Lambda does not repeat the others. Their work goes on when the environment runs again, even minutes later. So
 *   Lambdas that send mails do not hand back
 */
export function queueHandler<Name extends LambdaName, Services>(
  lambda: Name,
  services: (settings: SettingsOf<Name>) => Services,
  perMessage: (body: string, services: Services, now: Date, attempt: number, record: SQSRecord) => Promise<void>,
  { handsBack = false }: { readonly handsBack?: boolean } = {},
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  let ready: Services | undefined
  let received: ReceivedMessages | undefined
  return async (event, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    const loaded = ready
    const late = handsBack ? callWhenLate(context) : undefined
    const isSuspect = mayCrash(event.Records)
    const handleRecord = async (record: SQSRecord) => {
      const attempt = countReceives(record)
      received ??= receivedMessages(createSqs(), record.eventSourceARN)
      try {
        const handling = () => perMessage(record.body, loaded, new Date(), attempt, record)
        await guard(record, () => Promise.race([handling(), ...(late ? [late.promise] : [])]))
      } catch (error) {
        await unlessFailing(record, 'postponed', received.hide(record.receiptHandle, retryDelay(attempt)))
        throw error
      }
      if (isSuspect) await unlessFailing(record, 'removed', received.remove(record.receiptHandle))
    }
    const processor = new BatchProcessor(EventType.SQS)
    const options = { context, throwOnFullBatchFailure: false, processInParallel: !isSuspect }
    const batch = isSuspect ? { Records: event.Records.toSorted(() => Math.random() - 0.5) } : event
    return processPartialResponse(batch, handleRecord, processor, options).finally(late?.stop)
  }
}

const countReceives = (record: SQSRecord): number => Number(record.attributes.ApproximateReceiveCount)

/** Returns whether one of several records may crash the Lambda. The processor refuses an event without records. */
function mayCrash(records: readonly SQSRecord[] = []): boolean {
  return records.length > 1 && records.some((record) => countReceives(record) > mostCrashes)
}

/** Rejects when little of the invocation's time remains. */
function callWhenLate(context: Context): { readonly promise: Promise<never>; readonly stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {}) // in case no record is left that waits for it
  let timer: NodeJS.Timeout | undefined
  const check = () => {
    const left = context.getRemainingTimeInMillis() - reserve
    if (left <= 0) reject(new Error('The time of the batch is up'))
    else timer = setTimeout(check, left)
  }
  check()
  return { promise, stop: () => clearTimeout(timer) }
}

/** Logs and drops input that can never work. Logs and rethrows every other failure, so that the record is retried. */
async function guard(record: SQSRecord, handle: () => Promise<void>): Promise<void> {
  try {
    await handle()
  } catch (error) {
    if (error instanceof RejectedInputError) {
      logger.warn('rejected', { messageId: record.messageId, reason: error.message })
      return
    }
    logger.error('failed', { messageId: record.messageId, error: error instanceof Error ? error : String(error) })
    throw error
  }
}

/** Logs that a call about a record failed. Then the record waits for the queue's visibility timeout, or Lambda removes it. */
async function unlessFailing({ messageId }: SQSRecord, change: string, call: Promise<void>): Promise<void> {
  try {
    await call
  } catch (error) {
    logger.warn(`not ${change}`, { messageId, error: error instanceof Error ? error : String(error) })
  }
}
