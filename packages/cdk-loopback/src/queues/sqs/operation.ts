import * as z from 'zod'
import type { AwsRequest } from '../../endpoint/aws-service.ts'
import { accountOf, type Queue, queueNameOf } from '../queue-list.ts'
import { readInput } from './read-input.ts'
import type { Sqs } from './sqs.ts'
import { queueDoesNotExist } from './sqs-error.ts'

/** One operation of SQS. Reads a request body of the JSON protocol, and returns a response body. */
export type Operation = {
  readonly name: string
  run(sqs: Sqs, body: unknown, request: AwsRequest): object | Promise<object>
}

export function defineOperation<Input>(
  name: string,
  schema: z.ZodType<Input>,
  run: (sqs: Sqs, input: Input, request: AwsRequest) => object | Promise<object>,
): Operation {
  return { name, run: (sqs, body, request) => run(sqs, readInput(schema, body), request) }
}

/** Defines an operation on the queue that `QueueUrl` names. */
export function defineQueueOperation<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  run: (sqs: Sqs, queue: Queue, input: z.output<z.ZodObject<Shape>>, request: AwsRequest) => object | Promise<object>,
): Operation {
  const schema = z.strictObject(shape)
  const target = z.looseObject({ QueueUrl: z.string() })
  return {
    name,
    run: (sqs, body, request) => {
      const { QueueUrl, ...rest } = readInput(target, body)
      const input = readInput(schema, rest)
      return run(sqs, needByUrl(sqs, QueueUrl), input, request)
    },
  }
}

/** Finds a queue of this account. The host of the URL may differ, because an earlier run may have used another port. */
function needByUrl({ queues }: Sqs, url: string): Queue {
  const queue = queues.need(queueNameOf(url))
  if (url.split('/').at(-2) !== accountOf(queue)) throw queueDoesNotExist()
  return queue
}

/** Defines a whole number within a range. Others are refused with SQS's own reason. */
export function whole(min: number, max: number, reason: string) {
  return z.int().min(min, reason).max(max, reason).optional()
}
