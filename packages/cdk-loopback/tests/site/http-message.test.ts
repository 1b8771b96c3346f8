import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openQueues } from '../../src/queues/queue-service.ts'
import { type MappedRequest, type SendMessage, sendMessage } from '../../src/site/http-message.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'http-message-'))
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:Presses'
const queues = openQueues({ folder, region: 'us-east-1', account: '000000000000' })
queues.applyPlan({
  queues: [
    {
      logicalId: 'Presses',
      name: 'Presses',
      arn: queueArn,
      url: 'http://127.0.0.1/000000000000/Presses',
      attributes: {},
    },
  ],
  topics: [],
  subscriptions: [],
})
afterAll(async () => {
  await queues.close()
  rmSync(folder, { recursive: true })
})

const request: MappedRequest = {
  headers: { 'x-kind': 'form' },
  query: 't=a%2Bb&t=c&u=%22',
  path: '/press/12',
  pathParameters: { id: '12' },
  body: Buffer.from('Yes=ä'),
}

/** Sends a message with these parameters. Returns the response, and the message that arrived. */
async function pass(MessageBody: string, MessageAttributes?: string, changes: Partial<MappedRequest> = {}) {
  const parameters = { MessageBody, MessageAttributes }
  const send: SendMessage = async (arn, each) => queues.accept(arn, each)
  const response = await sendMessage({ queueArn, parameters }, { ...request, ...changes }, send)
  const consumer = queues.consumer(queueArn)
  const [message] = consumer.receive(1)
  if (message) consumer.finish([message], new Set())
  return { response, message }
}

test.each([
  ['$request.body', 'Yes=ä'],
  ['$request.querystring.t', 'a+b,c'],
  ['$request.header.X-Kind', 'form'],
  ['$request.path.id', '12'],
  ['$request.path', '/press/12'],
  ['fixed', 'fixed'],
  [`\${request.path.id}: \${request.querystring.none}.`, '12: .'],
])('a body of %s is sent as %s', async (template, body) => {
  expect((await pass(template)).message).toMatchObject({ body })
})

test('attributes are JSON that is filled in, and the response is that of SQS', async () => {
  const attributes = `{"token":{"DataType":"String","StringValue":"\${request.querystring.t}"}}`
  const { response, message } = await pass('$request.body', attributes)
  expect(message?.messageAttributes).toMatchObject({ token: { dataType: 'String', stringValue: 'a+b,c' } })
  expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml' } })
  expect(response.body).toContain(`<MessageId>${message?.messageId}</MessageId>`)
})

test.each<[string, ...Parameters<typeof pass>]>([
  ['MissingParameter', '$request.body', undefined, { body: Buffer.alloc(0) }],
  ['InvalidMessageContents', '$request.body', undefined, { body: Buffer.from('\u0001') }],
  ['InvalidParameterValue', 'x', `{"t":{"DataType":"String","StringValue":"\${request.querystring.none}"}}`],
  ['InvalidParameterValue', 'x', `{"t":{"DataType":"String","StringValue":"\${request.querystring.u}"}}`],
])('SQS refuses with %s a message whose body is %s, with attributes %s', async (code, ...sent) => {
  const { response, message } = await pass(...sent)
  expect([response.status, message]).toEqual([400, undefined])
  expect(response.body).toContain(`<Code>${code}</Code>`)
})

test('a failure of the store is no answer of SQS', async () => {
  const broken = () => Promise.reject(new Error('disk full'))
  const sending = sendMessage({ queueArn, parameters: { MessageBody: 'x' } }, request, broken)
  await expect(sending).rejects.toThrow('disk full')
})
