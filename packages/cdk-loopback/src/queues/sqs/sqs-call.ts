import { type AwsCall, AwsError, type AwsRequest, type AwsResponse } from '../../endpoint/aws-service.ts'
import { errorResponse, isForm, readQuery } from '../../endpoint/query-protocol.ts'
import { queueNameOf } from '../queue-list.ts'
import { describeMoveCall } from './move-task-call.ts'
import type { Sqs } from './sqs.ts'
import { queryCode } from './sqs-error.ts'
import { queryToJson } from './sqs-query.ts'

type Body = {
  readonly QueueUrl?: unknown
  readonly QueueName?: unknown
  readonly SourceArn?: unknown
  readonly DestinationArn?: unknown
  readonly TaskHandle?: unknown
}

/** A request to SQS, in either of its two protocols. */
export type SqsRequest = { readonly operation: string; readonly body: Body; readonly protocol: 'json' | 'query' }

export async function readSqsRequest(request: AwsRequest): Promise<SqsRequest> {
  if (isQuery(request)) {
    const form = await readQuery(request)
    return { operation: form.get('Action') ?? '', body: queryToJson(form), protocol: 'query' }
  }
  const operation = /^AmazonSQS\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1]
  if (!operation) throw new AwsError('InvalidAction', 400, 'The request names no action of SQS.')
  return { operation, body: await readBody(request), protocol: 'json' }
}

const isQuery = (request: AwsRequest): boolean => request.headers['x-amz-target'] === undefined && isForm(request)

async function readBody(request: AwsRequest): Promise<Body> {
  try {
    const body: unknown = JSON.parse((await request.bytes()).toString())
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch {} // answered below
  throw new AwsError('SerializationException', 400, 'The body is not a JSON object.')
}

/** Describes a request to SQS. `arnPrefix`: `arn:aws:sqs:<region>:<account>:` */
export function describeSqsCall(sqs: Pick<Sqs, 'queues'>, request: SqsRequest, arnPrefix: string): AwsCall {
  const { operation, body } = request
  const move = describeMoveCall(sqs, operation, body)
  if (move) return move
  const name = targetOf(body)
  return {
    operation,
    ...(name !== undefined && { resource: name }),
    // A batch needs the permission of the single operation.
    permissions: [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: name ? arnPrefix + name : '*' }],
  }
}

function targetOf({ QueueUrl, QueueName }: Body): string | undefined {
  if (typeof QueueUrl === 'string') return queueNameOf(QueueUrl)
  return typeof QueueName === 'string' ? QueueName : undefined
}

/** Renders an error of SQS. In the JSON protocol, a header contains the code that older SDKs expect. */
export function sqsError(request: AwsRequest, error: AwsError): AwsResponse {
  const { code, status, message } = error
  if (isQuery(request)) return errorResponse('sqs', new AwsError(queryCode(code), status, message))
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': `${queryCode(code)};${status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  }
}
