import { PutAccountSendingAttributesCommand, PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stackReader } from '../../aws/diagnosis/stack-reader.ts'
import { checkNames, checkOf } from '../../core/diagnosis/checks.ts'
import { estimateMonth } from '../../operations/cost/estimate-month.ts'
import { diagnose } from '../../operations/doctor/diagnose.ts'
import { admit } from '../../operations/subscribers/admit.ts'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

let postrider: TestStack
beforeAll(async () => {
  postrider = await startTestStack()
  await postrider.local.idle()
})
afterAll(() => postrider?.close())

const faultsOf = async () =>
  (await diagnose(postrider.stack)).filter(({ severity }) => severity === 'problem' || severity === 'warning')

test('every check of a new stack has a result, and nothing is wrong', async () => {
  const findings = await diagnose(postrider.stack)
  expect([...new Set(findings.map(({ id }) => checkOf(id)))].toSorted()).toEqual(checkNames.toSorted())
  expect(await faultsOf()).toEqual([])
})

test('what goes wrong is found, with what fixes it', async () => {
  const { stack } = postrider
  const [ses, sqs] = [new SESv2Client(stack.place), new SQSClient(stack.place)]
  await ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }))
  await ses.send(new PutSuppressedDestinationCommand({ EmailAddress: 'ada@example.org', Reason: 'BOUNCE' }))
  const consent = { source: 'paper', at: new Date().toISOString() }
  const choices = { digest: 'daily', topics: [], timeZone: 'UTC', language: 'en' } as const
  await admit({ address: 'ada@example.org', choices, consent }, stack, await stack.readSecrets())
  await sqs.send(new SendMessageCommand({ QueueUrl: stack.settings.failuresQueueUrl, MessageBody: '{}' }))
  const faults = await faultsOf()
  expect(faults.map(({ id }) => id)).toEqual(['sending.paused', 'failures.waiting', 'suppression.readers'])
  for (const { loss, fix, copy } of faults) expect(loss && fix && copy?.[0]).toBeTruthy()
})

test('the resources of the stack are read; what an endpoint does not serve is a reason', async () => {
  const { place, deployed, settings } = postrider.stack
  const reader = stackReader(place, deployed.name, { timeout: 10_000 })
  const schedules = await reader.readDigestSchedules()
  expect(schedules.kind === 'found' && schedules.value.map(({ digest }) => digest).toSorted()).toEqual([
    'daily',
    'weekly',
  ])
  const name = settings.subscribersTable
  expect(await reader.readTables([name])).toEqual({
    kind: 'found',
    value: [{ name, isProtected: false, isRecoverable: true }],
  })
  expect(await reader.readConcurrency()).toMatchObject({ kind: 'unreadable' })
})

test('the cost of the month comes from the template and the figures of the stack', async () => {
  const { figures, services, total } = await estimateMonth(postrider.stack)
  expect(figures.map(({ source }) => source)).toEqual(['counted', 'estimated', 'unknown', 'counted'])
  expect(services.usd).toBeGreaterThan(0.5)
  expect(total.newAccounts).toBeGreaterThanOrEqual(total.aLaCarte)
})
