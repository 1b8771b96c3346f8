import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { createSqs } from '../../aws/clients.ts'
import { type MessageVisibility, messageVisibility } from '../../aws/message-visibility.ts'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { retryDelay } from '../../core/retry-delay.ts'
import { logger } from './logger.ts'

/**
 * Returns the handler of a Lambda that consumes a queue. It creates the services once per cold start and handles the
 * records of a batch concurrently. Only the records that failed are retried, with growing delays; SQS moves a record that
 * keeps failing to the dead-letter queue.
 * @param perMessage `attempt` counts from 1. A receive that Lambda throttled counts, too
 */
export function queueHandler<Name extends LambdaName, Services>(
  lambda: Name,
  services: (settings: SettingsOf<Name>) => Services,
  perMessage: (body: string, services: Services, now: Date, attempt: number) => Promise<void>,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  let ready: Services | undefined
  let visibility: MessageVisibility | undefined
  return async (event, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    const loaded = ready
    const handleRecord = async (record: SQSRecord) => {
      const attempt = Number(record.attributes.ApproximateReceiveCount)
      try {
        await guard(record, () => perMessage(record.body, loaded, new Date(), attempt))
      } catch (error) {
        visibility ??= messageVisibility(createSqs(), record.eventSourceARN)
        await postpone(record, attempt, visibility)
        throw error
      }
    }
    const processor = new BatchProcessor(EventType.SQS)
    return processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false })
  }
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
