import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { logger } from './logger.ts'

/**
 * Returns the handler of a Lambda that consumes a queue. It creates the services once per cold start and handles the
 * records of a batch concurrently. Only the records that failed are retried; SQS moves a record that keeps failing to
 * the dead-letter queue.
 * @param perMessage `attempt` counts from 1
 */
export function queueHandler<Name extends LambdaName, Services>(
  lambda: Name,
  services: (settings: SettingsOf<Name>) => Services,
  perMessage: (body: string, services: Services, now: Date, attempt: number) => Promise<void>,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  let ready: Services | undefined
  return async (event, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    const loaded = ready
    const handleRecord = (record: SQSRecord) => {
      const attempt = Number(record.attributes.ApproximateReceiveCount)
      return guard(record, () => perMessage(record.body, loaded, new Date(), attempt))
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
