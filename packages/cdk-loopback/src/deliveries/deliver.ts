import { AwsError } from '../endpoint/aws-service.ts'
import type { AsyncEvents } from '../lambda/async/async-events.ts'
import type { QueueService } from '../queues/queue-service.ts'
import { type Delivery, UndeliverableError } from './delivery.ts'

export type Targets = {
  readonly queues: Pick<QueueService, 'send' | 'publish'>
  readonly asyncEvents: Pick<AsyncEvents, 'add'>
}

/** Bytes. The largest message of SQS and the largest event of an asynchronous invocation; topics have a lower limit. */
const largestBody = 1_048_576

/** Delivers to a queue, topic or function. Stores the message in the current transaction. @throws {UndeliverableError} */
export function deliver({ plan: { kind, arn }, body }: Delivery, { queues, asyncEvents }: Targets): void {
  if (body === undefined) throw new UndeliverableError('INVALID_JSON', 'The transformed input is not valid JSON.')
  if (Buffer.byteLength(body) > largestBody) {
    throw new UndeliverableError('INVALID_PARAMETER', `The input is larger than ${largestBody} bytes.`)
  }
  try {
    if (kind === 'queue') queues.send(arn, body)
    else if (kind === 'topic') queues.publish(arn, body)
    else asyncEvents.add(arn, checkJson(body))
  } catch (error) {
    if (error instanceof AwsError) throw new UndeliverableError(codeOf(error), error.message)
    throw error
  }
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
