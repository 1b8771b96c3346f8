import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { AwsError, type AwsService } from '../../src/endpoint/aws-service.ts'
import type { ObservedCall } from '../../src/endpoint/observation.ts'
import { identities, operator } from '../operator.ts'

const permissions = [{ action: 's3:PutObject', resource: 'arn:aws:s3:::texts/a' }]

/** Answers every request, except for the object `missing`. */
const service: AwsService = {
  describe: async () => ({ operation: 'PutObject', permissions }),
  handle: async ({ target }) => {
    if (target.includes('missing')) throw new AwsError('NoSuchKey', 404, 'It does not exist.')
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' }
  },
  error: (_request, { status }) => ({ status, headers: {} }),
  close: async () => {},
}

async function start() {
  const calls: ObservedCall[] = []
  const options = { identities, onCall: (call: ObservedCall) => void calls.push(call) }
  const endpoint = await startAwsEndpoint({ s3: service, sqs: service }, options)
  onTestFinished(endpoint.close)
  const connection = { endpoint: endpoint.url, region: 'us-east-1', credentials: operator, maxAttempts: 1 }
  return { calls, s3: new S3Client(connection), sqs: new SQSClient(connection) }
}

test('a call is reported with its request, its caller and its permissions', async () => {
  const { calls, s3, sqs } = await start()
  await s3.send(new PutObjectCommand({ Bucket: 'texts', Key: 'a', Body: 'text', IfMatch: '"1"' }))
  await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'x' }))
  expect(calls).toMatchObject([
    {
      ...{ service: 's3', caller: 'operator', operation: 'PutObject', permissions, status: 200 },
      request: { method: 'PUT', target: '/texts/a?x-id=PutObject', headers: { 'if-match': '"1"' }, body: undefined },
    },
    { service: 'sqs', request: { headers: { 'x-amz-target': 'AmazonSQS.ListQueues' } }, status: 200 },
  ])
  expect(JSON.parse(String(calls[1]?.request.body))).toEqual({ QueueNamePrefix: 'x' })
})

test('a call that is refused is reported with the status of the refusal', async () => {
  const { calls, s3 } = await start()
  await expect(s3.send(new GetObjectCommand({ Bucket: 'texts', Key: 'missing' }))).rejects.toThrow()
  expect(calls).toMatchObject([{ request: { method: 'GET' }, status: 404 }])
})
