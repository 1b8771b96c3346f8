import { PublishCommand } from '@aws-sdk/client-sns'
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import type { Interceptor } from '../../../src/endpoint/aws-endpoint.ts'
import { type AwsCall, AwsError } from '../../../src/endpoint/aws-service.ts'
import { signedFetch } from '../../signing.ts'
import { topicArn } from '../plans.ts'
import { startQueues } from '../queue-fixture.ts'

test('each request is described with the permission that it needs', async () => {
  const calls: { service: string; call: AwsCall }[] = []
  const interceptor: Interceptor = ({ service, call }, next) => {
    calls.push({ service, call })
    return next()
  }
  const { sqs, sns, url } = await startQueues({ interceptor })
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries: [{ Id: 'a', MessageBody: 'x' }] }))
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: url() }))
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))
  const resource = 'arn:aws:sqs:us-east-1:000000000000:Work'
  const onWork = (operation: string, action: string) => ({
    service: 'sqs',
    call: { operation, resource: 'Work', permissions: [{ action, resource }] },
  })
  const publishing = [{ action: 'sns:Publish', resource: topicArn }]
  expect(calls).toEqual([
    onWork('SendMessageBatch', 'sqs:SendMessage'),
    onWork('ReceiveMessage', 'sqs:ReceiveMessage'),
    { service: 'sns', call: { operation: 'Publish', resource: 'Topic', permissions: publishing } },
  ])
})

test("errors have the names that AWS's SDK expects", async () => {
  const { sqs, sns, url } = await startQueues()
  const nowhere = new SendMessageCommand({ QueueUrl: `${url()}x`, MessageBody: 'x' })
  await expect(sqs.send(nowhere)).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  const unheard = new PublishCommand({ TopicArn: `${topicArn}x`, Message: 'x' })
  await expect(sns.send(unheard)).rejects.toMatchObject({ name: 'NotFoundException' })
})

test('SQS and SNS report a denial in the same form', async () => {
  const message = 'User: X is not authorized <here>'
  const interceptor = async () => {
    throw new AwsError('AccessDenied', 403, message)
  }
  const { sns, receive } = await startQueues({ interceptor })
  const denial = { name: 'AccessDenied', message, $metadata: { httpStatusCode: 403 } }
  await expect(receive()).rejects.toMatchObject(denial)
  await expect(sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))).rejects.toMatchObject(denial)
})

test.each([
  [{ 'x-amz-target': 'AmazonSQS.FlyToTheMoon' }, '{}', 'InvalidAction'],
  [{}, '{}', 'InvalidAction'],
  [{ 'x-amz-target': 'AmazonSQS.SendMessage' }, '[', 'SerializationException'],
  [{ 'x-amz-target': 'AmazonSQS.SendMessage' }, '{"MessageBody":"x"}', 'MissingParameter'],
  [{ 'x-amz-target': 'AmazonSQS.SendMessage' }, '{"QueueUrl":7}', 'SerializationException'],
])('a request with %o and body %s fails with %s', async (headers, body, code) => {
  const { endpoint } = await startQueues()
  const response = await signedFetch(endpoint, { service: 'sqs', method: 'POST', headers: { ...headers }, body })
  expect(response.status).toBe(400)
  expect(response.headers.get('x-amzn-query-error')).toBe(`${code};Sender`)
  expect(await response.text()).toContain(code)
})
