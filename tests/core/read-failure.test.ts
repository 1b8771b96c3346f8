import { expect, test } from 'vitest'
import { groupFailures, readFailure } from '../../core/read-failure.ts'

const resources = { send: 'Postrider-Send-1', compose: 'Postrider-Compose-1', publishdue: 'Postrider-Due-1' }
const lambdaArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`
const command = { digest: 'daily', requestId: 'r1' }

/** An invocation record, as https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html shows it. */
const record = (lambda: string, payload: unknown = command) =>
  JSON.stringify({
    version: '1.0',
    timestamp: '2019-11-14T18:16:05.568Z',
    requestContext: {
      requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
      functionArn: `${lambdaArn(lambda)}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'Table not found', errorType: 'Error' },
  })
const read = (body: string, attributes: Record<string, string> = {}, queueArn?: string) =>
  readFailure({ body, attributes, queueArn }, resources)

test('a message from a queue is sent back to it as it was', () => {
  expect(read('{"a":1}', {}, 'arn:aws:sqs:eu-west-1:123456789012:Postrider-Send-1')).toEqual({
    source: 'send',
    error: undefined,
    retry: { kind: 'send', body: '{"a":1}' },
  })
})

test('a message is sent again with its attributes', () => {
  const queueArn = 'arn:aws:sqs:eu-west-1:1:Confirmations'
  const letter = { body: 'List-Unsubscribe=One-Click', attributes: { token: 't' }, queueArn }
  expect(readFailure(letter, { confirmation: 'Confirmations' }).retry).toEqual({
    kind: 'send',
    body: letter.body,
    attributes: { token: 't' },
  })
})

test('a message that is sent again says when it was sent first, however often it is', () => {
  const queueArn = 'arn:aws:sqs:eu-west-1:1:Confirmations'
  const again = (attributes: Record<string, string>) =>
    readFailure({ body: 'b', attributes, queueArn, sentAt: '1790000000000' }, { confirmation: 'Confirmations' }).retry
  expect(again({ token: 't' })).toMatchObject({ attributes: { token: 't', 'first-sent': '1790000000000' } })
  expect(again({ 'first-sent': '1780000000000' })).toMatchObject({ attributes: { 'first-sent': '1780000000000' } })
})

test('a message that a Lambda failed to process three times becomes a command again', () => {
  expect(read(record('Postrider-Compose-1'))).toEqual({
    source: 'compose',
    error: 'Table not found',
    retry: { kind: 'command', lambda: 'compose-issue', message: command },
  })
})

test('the tick of a schedule is dropped, because the next tick does its work', () => {
  expect(read(record('Postrider-Due-1', { publish: 'due' }))).toMatchObject({
    source: 'publishdue',
    retry: { kind: 'drop' },
  })
})

test('a command that a rule could not deliver becomes a command again', () => {
  const event = { version: '0', source: 'postrider.commands', 'detail-type': 'compose-issue', detail: command }
  const attributes = { TARGET_ARN: lambdaArn('Postrider-Compose-1'), ERROR_MESSAGE: 'No permission', RULE_ARN: 'x' }
  expect(read(JSON.stringify(event), attributes)).toEqual({
    source: 'compose',
    error: 'No permission',
    retry: { kind: 'command', lambda: 'compose-issue', message: command },
  })
})

test('a run that the scheduler could not deliver is requested with the time at which it was due', () => {
  const attributes = { TARGET_ARN: lambdaArn('Postrider-Compose-1'), SCHEDULED_TIME: '2030-01-01T07:00:00Z' }
  const retry = (body: object) => read(JSON.stringify(body), attributes).retry
  const message = { digest: 'daily', scheduledAt: '2030-01-01T07:00:00Z' }
  expect(retry(message)).toEqual({ kind: 'command', lambda: 'compose-issue', message })
  expect(retry({ ...message, scheduledAt: '<aws.scheduler.scheduled-time>' })).toMatchObject({ message })
})

test.each([
  ['of another stack', record('Another-Compose-1')],
  ['that is no JSON', 'oops'],
  ['that is JSON of another kind', '[1]'],
])('a message %s is kept', (_what, body) => {
  expect(read(body)).toMatchObject({ source: undefined, retry: undefined })
})

test('a message from a queue that is not in this stack is kept', () => {
  const failure = read('{}', {}, 'arn:aws:sqs:eu-west-1:123456789012:Postrider-Gone-1')
  expect(failure).toMatchObject({ source: undefined, retry: undefined })
})

test('a command whose message cannot be read is listed, and kept', () => {
  expect(read(record('Postrider-Compose-1', 'text'))).toMatchObject({ source: 'compose', retry: undefined })
})

test('failures are grouped by source, with what users lose and one of the errors', () => {
  const failures = [read(record('Postrider-Compose-1')), read('oops'), read(record('Postrider-Compose-1'))]
  expect(groupFailures(failures)).toEqual([
    {
      source: 'compose',
      failures: 2,
      lambda: 'compose-issue',
      loss: 'A digest did not run: its articles wait for the next run.',
      error: 'Table not found',
    },
    { source: 'unknown', failures: 1, lambda: undefined, loss: expect.stringMatching(/^No part/), error: undefined },
  ])
})
