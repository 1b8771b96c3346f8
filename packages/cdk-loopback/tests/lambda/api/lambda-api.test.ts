import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda'
import { expect, onTestFinished, test } from 'vitest'
import { functionArn, startEventStack } from '../../events/event-stack.ts'
import { writeFunction } from '../bundles.ts'

const code = `export const handler = async (event) => {
  if (event.fail) throw new TypeError('failed')
  return { got: event }
}`

/** Runs a stack with the function `Work`, and `Caller`, which may invoke it. Returns a function that invokes it. */
async function start(caller = 'operator') {
  const statements = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('Work') } as const]
  const started = await startEventStack((folder) => ({
    functions: [
      writeFunction(folder, 'Work', code),
      writeFunction(folder, 'Caller', code, { statements }),
      writeFunction(folder, 'Stranger', code),
    ],
  }))
  const lambda = new LambdaClient({ ...started.settings, credentials: started.stack.identify(caller) })
  onTestFinished(() => lambda.destroy())
  const invoke = (input: Partial<InvokeCommandInput> = {}) =>
    lambda.send(new InvokeCommand({ FunctionName: 'Test-Work', ...input }))
  return { ...started, invoke }
}

const text = (payload: { transformToString(): string } | undefined) => payload?.transformToString()

test('a synchronous invocation returns the result of the function', async () => {
  const { invoke } = await start()
  const response = await invoke({ Payload: '{"a":"ü"}' })
  expect(response).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
  expect(response.FunctionError).toBeUndefined()
  expect(text(response.Payload)).toBe('{"got":{"a":"ü"}}')
  expect(text((await invoke()).Payload)).toBe('{"got":{}}')
})

test.each([functionArn('Work'), '000000000000:function:Test-Work', `${functionArn('Work')}:$LATEST`])(
  'a function can be named %s',
  async (FunctionName) => {
    const { invoke } = await start()
    expect(await invoke({ FunctionName })).toMatchObject({ StatusCode: 200 })
  },
)

test('an error of the function is a response with a header', async () => {
  const { invoke } = await start()
  const response = await invoke({ Payload: '{"fail":true}' })
  expect(response).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
  const error = JSON.parse(text(response.Payload) ?? '')
  expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'failed' })
  expect(error.trace[0]).toBe('TypeError: failed')
})

test('a dry run checks the permission and invokes nothing', async () => {
  const { invoke, stack } = await start('Caller')
  const rule = stack.faults.add({ service: 'lambda', operation: 'Invoke', fault: 'fail' })
  expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 })
  expect(rule.hits).toBe(0)
})

test('a caller needs the permission to invoke', async () => {
  const { invoke } = await start('Stranger')
  await expect(invoke()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`lambda:InvokeFunction on resource: ${functionArn('Work')}`),
  })
})

test('throttling is an error of the API', async () => {
  const { invoke, stack } = await start()
  stack.faults.add({ service: 'lambda', operation: 'Invoke', fault: 'throttle' })
  await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException', $metadata: { httpStatusCode: 429 } })
})

test.each([
  [
    { FunctionName: 'None' },
    'ResourceNotFoundException',
    `Function not found: ${functionArn('x').replace('Test-x', 'None')}`,
  ],
  [{ Qualifier: 'live' }, 'ResourceNotFoundException', `Function not found: ${functionArn('Work')}:live`],
  [
    { FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:Test-Work' },
    'ResourceNotFoundException',
    'Function not found: arn:aws:lambda:eu-west-1:',
  ],
  [
    { FunctionName: '111111111111:function:Test-Work' },
    'ResourceNotFoundException',
    ':111111111111:function:Test-Work',
  ],
  [{ Payload: '{' }, 'InvalidRequestContentException', 'Could not parse request body into json'],
  [{ LogType: 'Tail' }, 'InvalidParameterValueException', 'does not return logs'],
  [
    { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1_048_575)) },
    'RequestTooLargeException',
    '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
  ],
] as const)('a request that Lambda refuses %#', async (input, name, message) => {
  const { invoke } = await start()
  await expect(invoke(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
})

test('a wrong secret is refused in the protocol of Lambda', async () => {
  const { settings, stack } = await start()
  const credentials = { ...stack.credentials, secretAccessKey: 'wrong' }
  const lambda = new LambdaClient({ ...settings, credentials })
  onTestFinished(() => lambda.destroy())
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'Test-Work' }))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    $metadata: { httpStatusCode: 403 },
  })
})
