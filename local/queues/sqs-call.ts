import { type AwsCall, AwsError, type AwsRequest } from '../aws-service.ts'

type Body = { readonly QueueUrl?: unknown; readonly QueueName?: unknown }

/** What a request to SQS (JSON protocol) asks for. `arnPrefix`: `arn:aws:sqs:<region>:<account>:` */
export async function describeSqsCall(request: AwsRequest, arnPrefix: string): Promise<AwsCall> {
  const operation = /^AmazonSQS\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1]
  if (!operation)
    throw new AwsError('InvalidAction', 400, 'Only the JSON protocol (X-Amz-Target: AmazonSQS.…) is served.')
  const name = queueNameOf(await readBody(request))
  return {
    operation,
    ...(name !== undefined && { resource: name }),
    // A batch needs the permission of the single operation.
    permissions: [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: name ? arnPrefix + name : '*' }],
  }
}

async function readBody(request: AwsRequest): Promise<Body> {
  try {
    const body: unknown = JSON.parse((await request.bytes()).toString())
    if (typeof body === 'object' && body !== null) return body
  } catch {} // answered below
  throw new AwsError('SerializationException', 400, 'The body is not a JSON object.')
}

function queueNameOf({ QueueUrl, QueueName }: Body): string | undefined {
  if (typeof QueueUrl === 'string') return QueueUrl.split('/').at(-1)
  return typeof QueueName === 'string' ? QueueName : undefined
}
