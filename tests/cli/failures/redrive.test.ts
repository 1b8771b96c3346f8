import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createSqs } from '../../../aws/clients.ts'
import { listFailures } from '../../../cli/failures/ls.ts'
import { redriveFailures } from '../../../cli/failures/redrive.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'
import { fewReceives } from '../../support/plans.ts'

let mails: MailStack

beforeAll(async () => {
  mails = await startMailStack(undefined, { change: fewReceives })
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.settle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** Makes every call of a Lambda to DynamoDB fail until the function that this returns is called. */
const breakLambda = (name: RegExp) =>
  mails.local.faults.add({ accessKey: name, service: 'dynamodb', fault: 'fail', times: 1e6 }).remove

async function run(command: typeof listFailures): Promise<{ value: unknown; lines: readonly string[] }> {
  const answers: { value: unknown; lines: readonly string[] }[] = []
  await command(mails.stack, { answer: (value, lines) => void answers.push({ value, lines }) })
  return answers[0] ?? { value: undefined, lines: [] }
}
const list = () => run(listFailures)
const redrive = (source?: string) => run((stack, report) => redriveFailures(source, stack, report))

test('a digest that failed three times is listed with its error and composed by a redrive', async () => {
  const reader = await mails.admit()
  await mails.publish(1)
  const repair = breakLambda(/ComposeIssue/)
  await mails.stack.compose.add({ digest: 'daily', scheduledAt: '2030-01-01T08:00:00Z' })
  await mails.settle()
  const failure = {
    source: 'compose',
    failures: 1,
    lambda: 'compose-issue',
    error: expect.stringContaining('Internal'),
  }
  expect((await list()).value).toEqual([expect.objectContaining(failure)])
  const { lines } = await list() // the first list has left the message where it was
  expect(lines[0]).toMatch(/^compose +1 +compose-issue +A digest did not run/)
  repair()
  expect((await redrive('send')).lines).toEqual(['Nothing to retry.'])
  expect((await redrive()).lines).toEqual(['compose: 1 message retried.'])
  await mails.settle()
  expect(mails.mailsEach([reader])).toEqual([1])
  expect((await list()).lines).toEqual(['No messages have failed.'])
})

test('a command that fails halfway is completed by a redrive', async () => {
  const reader = await mails.admit()
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: 'halfway' })
  await mails.settle()
  const { lastNumber: number } = await mails.stack.issues.getDigest('daily')
  const repair = breakLambda(/ControlIssue/)
  await mails.stack.control.add({ digest: 'daily', number, order: 'retry' })
  await mails.settle()
  expect((await list()).value).toMatchObject([{ source: 'control' }])
  repair()
  await redrive('control')
  await mails.settle()
  expect(await mails.stack.failures.count()).toBe(0)
  expect(mails.mailsEach([reader])).toEqual([1])
})

test('the failed tick of a schedule is removed, because the next tick does its work', async () => {
  const repair = breakLambda(/PublishDueArticles/)
  await expect.poll(nextMinutes).toBeGreaterThan(0)
  repair()
  await mails.settle()
  const { value } = await list()
  expect(value).toMatchObject([{ source: 'publishdue' }])
  const [{ failures }] = value as [{ failures: number }] // as it just matched
  const { lines } = await redrive('publishdue')
  expect(lines).toEqual([expect.stringMatching(/^publishdue: \d+ messages? removed\. The next run/)])
  expect(failures).toBeGreaterThan(0)
  expect(await mails.stack.failures.count()).toBe(0)
})

test('a message of unknown origin is listed and kept', async () => {
  const { aws: endpoint, credentials } = mails.local
  const sqs = createSqs({ endpoint, region: 'us-east-1', credentials })
  const QueueUrl = mails.local.plan.queues.find(({ logicalId }) => logicalId.includes('Failures'))?.url
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
  expect((await redrive()).lines).toEqual(['Nothing to retry.'])
  expect((await list()).value).toMatchObject([{ source: 'unknown', failures: 1 }])
  expect(await mails.stack.failures.count()).toBe(1)
})

/** Moves the clock, so that schedules run and invocations are retried. Returns the number of failed messages. */
async function nextMinutes(): Promise<number> {
  mails.local.clock.move(130_000)
  await mails.local.idle({ timeoutMs: 100 }).catch(() => {}) // runs of the schedule wait for their retries
  return mails.stack.failures.count()
}
