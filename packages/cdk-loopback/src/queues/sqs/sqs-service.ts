import { randomUUID } from 'node:crypto'
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../endpoint/aws-service.ts'
import { moveTaskOperations } from './move-task-operations.ts'
import type { Operation } from './operation.ts'
import { queueOperations } from './queue-operations.ts'
import { receiveMessage } from './receive-message.ts'
import { sendMessage, sendMessageBatch } from './send-message.ts'
import { settleOperations } from './settle-operations.ts'
import type { Sqs } from './sqs.ts'
import { describeSqsCall, readSqsRequest, type SqsRequest, sqsError } from './sqs-call.ts'
import { resultToQuery } from './sqs-query.ts'

export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    ...[sendMessage, sendMessageBatch, receiveMessage],
    ...[...settleOperations, ...queueOperations, ...moveTaskOperations],
  ].map((operation) => [operation.name, operation]),
)

/** Serves SQS over both of its protocols. `arnPrefix`: `arn:aws:sqs:<region>:<account>:` */
export function createSqsService(sqs: Sqs, arnPrefix: string): AwsService {
  const read = readOnce()
  return {
    describe: async (request) => describeSqsCall(sqs, await read(request), arnPrefix),
    handle: async (request) => {
      const { operation: name, body, protocol } = await read(request)
      const operation = operations.get(name)
      if (!operation) throw new AwsError('InvalidAction', 400, `The action ${name} is not valid for this endpoint.`)
      const result = await operation.run(sqs, body, request)
      return protocol === 'json' ? jsonResponse(result) : resultToQuery(name, result)
    },
    error: sqsError,
    close: async () => {},
  }
}

/** Returns a function that parses each request once, although `describe` and `handle` both need it. */
function readOnce(): (request: AwsRequest) => Promise<SqsRequest> {
  const requests = new WeakMap<AwsRequest, Promise<SqsRequest>>()
  return (request) => {
    const opened = requests.get(request) ?? readSqsRequest(request)
    requests.set(request, opened)
    return opened
  }
}

function jsonResponse(result: object): AwsResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() }
  return { status: 200, headers, body: JSON.stringify(result) }
}
