import { AwsError } from '../endpoint/aws-service.ts'
import type { AsyncEvents } from '../lambda/async/async-events.ts'
import { logGroupOf, type NewLogEvent } from '../logs/log-event.ts'
import type { LogsService } from '../logs/logs-service.ts'
import type { QueueService } from '../queues/queue-service.ts'
import { type Delivery, UndeliverableError } from './delivery.ts'

export type Targets = {
  readonly queues: Pick<QueueService, 'send' | 'publish'>
  readonly asyncEvents: Pick<AsyncEvents, 'add'>
  readonly logs: Pick<LogsService, 'put'>
}

/** Bytes. The largest message of SQS and the largest event of an asynchronous invocation; topics have a lower limit. */
const largestBody = 1_048_576

/**
 * Delivers to a queue, topic, function or log group. All but log events are stored in the current transaction.
 * @throws {UndeliverableError}
 */
export function deliver({ plan: { kind, arn }, body }: Delivery, { queues, asyncEvents, logs }: Targets): void {
  if (body === undefined) throw new UndeliverableError('INVALID_JSON', 'The transformed input is not valid JSON.')
  if (Buffer.byteLength(body) > largestBody) {
    throw new UndeliverableError('INVALID_PARAMETER', `The input is larger than ${largestBody} bytes.`)
  }
  try {
    if (kind === 'queue') queues.send(arn, body)
    else if (kind === 'topic') queues.publish(arn, body)
    else if (kind === 'log-group') logs.put(composeLogEvent(arn, body))
    else asyncEvents.add(arn, checkJson(body))
  } catch (error) {
    if (error instanceof AwsError) throw new UndeliverableError(codeOf(error), error.message)
    throw error
  }
}

/** A log event has the time of the event that it contains. */
function composeLogEvent(arn: string, message: string): NewLogEvent {
  const { time }: { readonly time: string } = JSON.parse(message) // an event of a bus
  return { group: logGroupOf(arn), stream: time.slice(0, 10), at: Date.parse(time), message }
}

function codeOf({ code }: AwsError): string {
  return code === 'NotFound' || code === 'ResourceNotFoundException' ? 'NO_RESOURCE' : 'INVALID_PARAMETER'
}

/** Lambda refuses a payload that is not JSON. */
function checkJson(body: string): string {
  try {
    JSON.parse(body)
    return body
  } catch (error) {
    throw new UndeliverableError('INVALID_JSON', `Could not parse request body into json: ${error}`)
  }
}
