import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { readChanges } from '../../aws/events/read-changes.ts'
import { type LambdaName, readSettings, type SettingsOf } from '../../core/environment.ts'
import type { Change } from '../../core/events/announcement.ts'
import { logger } from './logger.ts'

/** Changes handled together. */
const groupSize = 10
/** Milliseconds that a group may take. With less, Lambda continues with it in the next invocation. */
const reserve = 5_000

/**
 * Returns the handler of a Lambda that reads the stream of a table. It creates the services once per cold start and handles
 * the changes in order. After a failure, Lambda continues with the group of changes that failed.
 */
export function streamHandler<Name extends LambdaName, Services>(
  lambda: Name,
  services: (settings: SettingsOf<Name>) => Services,
  perGroup: (changes: readonly Change[], services: Services) => Promise<void>,
): (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse> {
  let ready: Services | undefined
  return async (event, context) => {
    logger.addContext(context)
    ready ??= services(readSettings(lambda, process.env))
    const changes = readChanges(event)
    for (let start = 0; start < changes.length; start += groupSize) {
      const group = changes.slice(start, start + groupSize)
      if (start > 0 && context.getRemainingTimeInMillis() < reserve) return continueAt(group)
      try {
        await perGroup(group, ready)
      } catch (error) {
        logger.error('failed', { sequence: group[0]?.sequence, error: error instanceof Error ? error : String(error) })
        return continueAt(group)
      }
    }
    return { batchItemFailures: [] }
  }
}

function continueAt([first]: ReturnType<typeof readChanges>): DynamoDBBatchResponse {
  return { batchItemFailures: [{ itemIdentifier: first?.sequence ?? '' }] }
}
