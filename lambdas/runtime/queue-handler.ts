import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { createSqs } from '../../aws/clients.ts'
import { type MessageVisibility, messageVisibility } from '../../aws/message-visibility.ts'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { retryDelay } from '../../core/retry-delay.ts'
import { logger } from './logger.ts'

/** Milliseconds that a batch leaves for reporting which of its records are done. */
const reserve = 2_000

/**
 * Returns the handler of a Lambda that consumes a queue. It creates the services once per cold start and handles the
 * records of a batch concurrently. Only the records that failed are retried, with growing delays; SQS moves a record that
 * keeps failing to the dead-letter queue.
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
  let visibility: MessageVisibility | undefined
  return async (event, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    const loaded = ready
    const late = handsBack ? callWhenLate(context) : undefined
    const handleRecord = async (record: SQSRecord) => {
      const attempt = Number(record.attributes.ApproximateReceiveCount)
      try {
        const handling = () => perMessage(record.body, loaded, new Date(), attempt, record)
        await guard(record, () => Promise.race([handling(), ...(late ? [late.promise] : [])]))
      } catch (error) {
        visibility ??= messageVisibility(createSqs(), record.eventSourceARN)
        await postpone(record, attempt, visibility)
        throw error
      }
    }
    const processor = new BatchProcessor(EventType.SQS)
    const options = { context, throwOnFullBatchFailure: false }
    return processPartialResponse(event, handleRecord, processor, options).finally(late?.stop)
  }
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

/** Chooses when a failed record is retried. If that fails, the record waits for the queue's visibility timeout. */
async function postpone(record: SQSRecord, attempt: number, visibility: MessageVisibility): Promise<void> {
  try {
    await visibility.hide(record.receiptHandle, retryDelay(attempt))
  } catch (error) {
    logger.warn('not postponed', { messageId: record.messageId, error: error instanceof Error ? error : String(error) })
  }
}
