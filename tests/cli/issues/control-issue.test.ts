import { AwsError } from 'cdk-loopback/aws-service'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CommandBus } from '../../../aws/event-bus.ts'
import { tray } from '../../../bench/support/tray.ts'
import { listFailures } from '../../../cli/failures/ls.ts'
import { redriveFailures } from '../../../cli/failures/redrive.ts'
import { controlIssue } from '../../../cli/issues/control-issue.ts'
import { showIssue } from '../../../cli/issues/show.ts'
import { verifyIssue } from '../../../cli/issues/verify.ts'
import { type Delivery, ledgerEntry } from '../../../core/deliveries/delivery.ts'
import { issueId } from '../../../core/issues/issue.ts'
import type { ControlMessage, PauseMessage, PlanMessage } from '../../../core/messages.ts'
import { shards } from '../../../core/subscribers/subscriber.ts'
import { composeDigest } from '../../../lambdas/compose-issue.ts'
import { lambdaServices } from '../../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'
import { fewReceives } from '../../support/plans.ts'

/** Runs the commands through the Lambdas, with the rights that the template gives them. */
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

const quiet = { answer: () => {} }
const control = (name: Parameters<typeof controlIssue>[0], number: number) =>
  controlIssue(name, 'daily', String(number), mails.stack, quiet)
const count = async (number: number) => (await mails.count('daily', number)).counts

/** Composes an issue. Each of its senders hangs at its first mail. */
async function composeWaiting() {
  await mails.publish(1)
  const rule = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'hang', times: 1_000 })
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await expect.poll(() => rule.hits).toBeGreaterThan(0)
  const number = (await mails.stack.issues.getDigest('daily')).lastNumber
  await expect.poll(async () => (await mails.stack.issues.get('daily', number))?.state).toBe('planned')
  return { number, goOn: rule.remove }
}

async function compose(): Promise<number> {
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.settle()
  return (await mails.stack.issues.getDigest('daily')).lastNumber
}

async function verify(number: number): Promise<unknown> {
  const answers: unknown[] = []
  await verifyIssue('daily', String(number), mails.stack, { answer: (value) => void answers.push(value) })
  return answers[0]
}

async function show(number: number): Promise<Record<string, unknown>> {
  const answers: unknown[] = []
  await showIssue('daily', String(number), mails.stack, { answer: (value) => void answers.push(value) })
  return answers[0] as Record<string, unknown> // what the command answers with --json
}

test('a paused issue submits nothing more until it is resumed, and then each mail once', async () => {
  const readers = await mails.admitMany(32)
  const { number, goOn } = await composeWaiting()
  await control('pause', number)
  await control('pause', number)
  goOn()
  await mails.local.idle()
  const before = await count(number)
  expect(before.pending).toBeGreaterThan(0)
  expect(before.submitted + before.pending).toBe(32)
  expect(await show(number)).toMatchObject({ state: 'paused', hold: { kind: 'paused', reason: 'operator' } })
  await mails.settle()
  expect(await count(number)).toEqual(before)
  await control('resume', number)
  await control('resume', number)
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual(readers.map(() => 1))
  expect(await show(number)).toMatchObject({ state: 'submitted', counts: { recipients: 32, submitted: 32 } })
})

test('recipients who have not received a cancelled issue yet are skipped for good', async () => {
  const readers = await mails.admitMany(32)
  const { number, goOn } = await composeWaiting()
  await control('cancel', number)
  goOn()
  await mails.settle()
  const counts = await count(number)
  expect(counts.skipped).toBeGreaterThan(0)
  expect(counts).toMatchObject({ recipients: 32, pending: 0, unknown: 0, submitted: 32 - counts.skipped })
  expect(mails.mailsEach(readers).filter((each) => each > 0)).toHaveLength(counts.submitted)
  for (const name of ['resume', 'retry', 'pause'] as const)
    await expect(control(name, number)).rejects.toThrow('cancelled')
  await mails.settle()
  expect(await count(number)).toEqual(counts)
})

test('without the CLI, commands on the event bus pause and cancel an issue, too', async () => {
  const readers = await mails.admitMany(32)
  const bus: CommandBus<ControlMessage | PauseMessage> = mails.stack.control
  const { number, goOn } = await composeWaiting()
  await bus.add({ digest: 'daily', number, order: 'pause' })
  await expect.poll(() => show(number)).toMatchObject({ hold: { reason: 'operator' } })
  goOn()
  await mails.settle()
  expect(await show(number)).toMatchObject({ state: 'paused', hold: { kind: 'paused' } })
  const { submitted } = await count(number)
  await bus.add({ digest: 'daily', number, order: 'cancel' })
  await mails.settle()
  expect(await show(number)).toMatchObject({ state: 'cancelled', counts: { submitted, skipped: 32 - submitted } })
  expect(mails.mailsEach(readers).filter((each) => each > 0)).toHaveLength(submitted)
})

test('resume starts the planning again if its messages are lost', async () => {
  const readers = await mails.admitMany(3, 'c')
  await mails.publish(1)
  const services = { ...lambdaServices(mails), plan: tray<PlanMessage>() }
  await composeDigest({ digest: 'daily' }, services, { now: mails.local.clock.now() })
  const { lastNumber: number } = await services.issues.getDigest('daily')
  await mails.settle()
  expect(await show(number)).toMatchObject({ state: 'planning', counts: { recipients: 0 } })
  await control('resume', number)
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual([1, 1, 1])
  expect(await show(number)).toMatchObject({ state: 'submitted', counts: { recipients: 3, submitted: 3 } })
})

test('a retry changes the counts of a submitted issue, and not when it was submitted', async () => {
  for (const shard of ['a', 'b', 'c']) await mails.admitMany(1, shard) // a retry reopens whole batches
  const error = new AwsError('MessageRejected', 400, 'Email address is not verified: the reader’s')
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail', error })
  const number = await compose()
  const before = await show(number)
  expect(before).toMatchObject({ state: 'submitted', counts: { recipients: 3, submitted: 2, failed: 1, pending: 0 } })
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'throttle', times: 1_000 })
  await control('retry', number)
  await expect.poll(() => show(number)).toMatchObject({ counts: { failed: 0, pending: 1 } })
  mails.local.faults.clear()
  await mails.settle()
  const after = await show(number)
  expect(after).toMatchObject({ state: 'submitted', counts: { recipients: 3, submitted: 3, failed: 0, pending: 0 } })
  expect(after.submittedAt).toBe(before.submittedAt)
  expect(await verify(number)).toMatchObject({ ok: true })
})

/** Composes an issue as a version did that counted no batches: its shards are planned, and its ledger has these states. */
async function composeOlder(states: readonly Delivery['state'][]) {
  const readers = await mails.admitMany(states.length, 'a')
  const [article] = await mails.publish(1)
  const services = lambdaServices(mails)
  const plan = tray<PlanMessage>()
  await composeDigest({ digest: 'daily' }, { ...services, plan }, { now: mails.local.clock.now() })
  const { lastNumber: number } = await services.issues.getDigest('daily')
  const issue = { digest: 'daily', number } as const
  for (const [n, { id }] of readers.entries()) {
    const entry = ledgerEntry(issueId(issue), { subscriberId: id, articles: [article?.id ?? ''] })
    const stored = await services.deliveries.add(entry)
    const state = states[n] ?? 'pending'
    if (stored !== 'taken' && state !== 'pending') await services.deliveries.save(stored, { ...entry, state })
  }
  for (const shard of shards) {
    const recipients = shard === 'a' ? states.length : 0
    await services.issues.putPlanned(issue, shard, { recipients, portions: undefined })
  }
  await services.issues.finishPlanning(issue, undefined)
  return { number, readers }
}

test('an older issue is counted in its ledger, and ends by itself after a command', async () => {
  const { number, readers } = await composeOlder(['skipped', ...Array<'pending'>(27).fill('pending')])
  expect((await mails.stack.issues.get('daily', number))?.state).toBe('planned')
  expect(await show(number)).toMatchObject({ state: 'sending', counts: { recipients: 28, skipped: 1, pending: 27 } })
  expect(await verify(number)).toMatchObject({ ok: false, state: 'sending' })
  process.exitCode = undefined
  await control('resume', number)
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual([0, ...Array(27).fill(1)])
  expect(await show(number)).toMatchObject({
    state: 'submitted',
    counts: { recipients: 28, submitted: 27, skipped: 1 },
  })
  expect((await mails.stack.issues.get('daily', number))?.submittedAt).toBeDefined()
})

test('an older issue whose ledger is complete is recorded as submitted when it is shown, and cannot be cancelled', async () => {
  const { number } = await composeOlder(['skipped', 'failed', 'suppressed'])
  await expect(control('cancel', number)).rejects.toThrow('nothing is left to cancel')
  const record = await mails.stack.issues.get('daily', number)
  expect(record).toMatchObject({ state: 'submitted', counts: { recipients: 3, skipped: 1, failed: 1, suppressed: 1 } })
  expect(record?.submittedAt).toBeUndefined()
  expect(await verify(number)).toMatchObject({ ok: true, state: 'submitted' })
})

test('only failed mails are retried', async () => {
  const readers = await mails.admitMany(5)
  const error = new AwsError('MessageRejected', 400, 'Email address is not verified: the reader’s')
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail', error, times: 2 })
  const number = await compose()
  expect(await count(number)).toMatchObject({ submitted: 3, failed: 2 })
  await control('retry', number)
  await mails.settle()
  expect(await count(number)).toMatchObject({ submitted: 5, failed: 0 })
  expect(mails.mailsEach(readers)).toEqual([1, 1, 1, 1, 1])
})

test('a command is completed even if its Lambda is killed halfway', async () => {
  const readers = await mails.admitMany(30)
  const { number, goOn } = await composeWaiting()
  await control('pause', number)
  goOn()
  await mails.local.idle()
  for (const operation of ['Query', 'SendMessage', 'UpdateItem'])
    mails.local.faults.add({ accessKey: /ControlIssue/, operation, fault: 'kill-after' })
  await control('resume', number)
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual(readers.map(() => 1))
  expect(await count(number)).toMatchObject({ recipients: 30, submitted: 30 })
})

test('failed messages are counted by source, and retried on command', async () => {
  const readers = await mails.admitMany(2)
  const cause = mails.local.faults.add({
    accessKey: /SendDeliveries/,
    operation: 'BatchGetItem',
    fault: 'fail',
    times: 1e6,
  })
  const number = await compose()
  const lines: unknown[] = []
  await listFailures(mails.stack, { answer: (_value, text) => void lines.push(...text) })
  expect(lines).toEqual([
    expect.stringMatching(/^send +[12] +send-deliveries +Some recipients have not received an issue yet.$/),
  ])
  cause.remove()
  await redriveFailures('send', mails.stack, quiet)
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual([1, 1])
  expect(await count(number)).toMatchObject({ submitted: 2, pending: 0 })
  await expect(redriveFailures('none', mails.stack, quiet)).rejects.toThrow('There is no source none')
})

test('an issue is shown with the number of planned shards and its expected end', async () => {
  await mails.admitMany(40)
  const { number } = await composeWaiting()
  const issue = await show(number)
  expect(issue).toMatchObject({ state: 'sending', plannedShards: 16, counts: { recipients: 40, pending: 40 } })
  expect(Date.parse(String(issue.expectedAt))).toBeGreaterThan(0)
})

test('the answer of a command says if there was nothing to change', async () => {
  await mails.admitMany(1)
  const number = await compose()
  const answers: string[] = []
  const report = { answer: (_value: unknown, lines: readonly string[]) => void answers.push(...lines) }
  await controlIssue('retry', 'daily', String(number), mails.stack, report)
  expect(answers.map((line) => line.replace(/^.*?: /, ''))).toEqual(['None of its mails failed.'])
  for (const name of ['pause', 'cancel'] as const)
    await expect(control(name, number)).rejects.toThrow(`has been submitted: nothing is left to ${name}`)
  expect(await show(number)).toMatchObject({ state: 'submitted' })
})
