import { expect, test } from 'vitest'
import { functionArn, order, queueArn, rulePlan, startEventStack } from './events/event-stack.ts'
import { asyncInvocation, writeFunction } from './lambda/bundles.ts'
import { route } from './site/serve.ts'

const slow = 'export const handler = async () => new Promise((done) => setTimeout(done, 60_000))'
const quick = "export const handler = async () => ({ statusCode: 200, body: 'ok' })"

/** Runs a stack whose account allows two invocations at a time, and starts two that do not end. */
async function startBusy() {
  const started = await startEventStack(
    (folder) => ({
      functions: [
        writeFunction(folder, 'Slow', slow),
        writeFunction(folder, 'Quick', quick, {
          asyncInvocation: asyncInvocation({ onSuccess: { kind: 'queue', arn: queueArn('Target') } }),
        }),
      ],
      rules: [rulePlan({}, { kind: 'function', arn: functionArn('Quick') })],
      httpRoutes: [route('GET /', functionArn('Quick'))],
    }),
    { concurrency: 2 },
  )
  const running = [1, 2].map(() => started.stack.invoke('Slow', {}).catch(() => 'killed'))
  const free = async () => {
    const rule = started.stack.faults.add({ service: 'lambda', resource: 'Slow', fault: 'kill-before' })
    await expect(started.stack.invoke('Slow', {})).rejects.toThrow('was lost')
    rule.remove()
    expect(await Promise.all(running)).toEqual(['killed', 'killed'])
  }
  return { ...started, free }
}

test('while the account has no concurrency left, the site answers 503', async () => {
  const { stack, free } = await startBusy()
  const refused = await fetch(stack.site)
  expect([refused.status, await refused.text()]).toEqual([503, '{"message":"Service Unavailable"}'])
  await free()
  expect((await fetch(stack.site)).status).toBe(200)
})

test('an event that is throttled by the account is invoked later, and the throttling does not count', async () => {
  const { stack, put, receive, log, free } = await startBusy()
  await put(order())
  await expect.poll(() => log).toContain('Quick: AwsError: Rate Exceeded.')
  await free()
  stack.clock.move(60_000)
  await stack.idle()
  const [message] = await receive('Target')
  expect(JSON.parse(message?.body ?? '').requestContext.approximateInvokeCount).toBe(1)
})
