import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { planDigest } from '../../../cli/digest/plan.ts'
import { describeSending, sendDigest, sendingCode } from '../../../cli/digest/send.ts'
import { listIssues } from '../../../cli/issues/ls.ts'
import { showIssue } from '../../../cli/issues/show.ts'
import { verifyIssue } from '../../../cli/issues/verify.ts'
import type { Report } from '../../../cli/report.ts'
import type { CountedIssue } from '../../../operations/issues/count-issue.ts'
import type { Stack } from '../../../operations/stack.ts'
import { waitFor } from '../../../operations/wait-for.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'

let mails: MailStack

beforeAll(async () => {
  mails = await startMailStack()
})
afterEach(async () => {
  process.exitCode = undefined
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** Runs a command and returns its answer for programs. */
async function ask(command: (stack: Stack, report: Report) => Promise<void>): Promise<unknown> {
  const answers: unknown[] = []
  await command(mails.stack, { answer: (value) => void answers.push(value) })
  return answers[0]
}

test('a plan shows what would be sent to how many subscribers, and changes nothing', async () => {
  const [asia] = await mails.publish(1, ['daily'], { topics: [{ slug: 'asia', name: 'Asia' }] })
  const [rail] = await mails.publish(1, ['daily'], { topics: [{ slug: 'rail', name: 'Rail' }] })
  await Promise.all([mails.admit(), mails.admit(), mails.admit({ topics: ['rail'] }), mails.admit({ topics: ['art'] })])
  const away = await mails.admit()
  await mails.stack.suppressions.add(await mails.hash(away.address), { reason: 'bounce', at: away.createdAt })
  const plan = () => ask((stack, report) => planDigest('daily', stack, report))
  const skipped = { paused: 0, joinedLater: 0, otherTopics: 1 }
  const counts = { recipients: 3, contentSets: 2, skipped, suppressed: 1 }
  const articles = [rail?.title, asia?.title]
  expect(await plan()).toMatchObject({ digest: 'daily', number: 1, articles, held: 0, ...counts })
  expect(await plan()).toMatchObject(counts)
  const answer = await ask((stack, report) => sendDigest('daily', stack, report))
  expect(answer).toMatchObject({
    outcome: 'composed',
    number: 1,
    counts: { recipients: 4, submitted: 3, suppressed: 1 },
  })
  expect(await plan()).toMatchObject({ number: 2, articles: [], recipients: 0 })
})

test('two operators who send a digest at once each get the outcome of their own run', async () => {
  const reader = await mails.admit()
  await mails.publish(1)
  const answers = await Promise.all([1, 2].map(() => ask((stack, report) => sendDigest('daily', stack, report))))
  const outcomes = answers.map((answer) => (answer as { outcome: string }).outcome) // as `sendDigest` answers
  expect(outcomes.toSorted()).toEqual(['composed', 'nothing-pending'])
  expect(mails.mailsEach([reader])).toEqual([1])
})

test('an issue is listed, shown with its counts, and verified', async () => {
  await mails.admit()
  await mails.publish(1)
  const { number } = (await ask((stack, report) => sendDigest('daily', stack, report))) as { number: number } // as it answers
  expect(await ask(listIssues)).toContainEqual(expect.objectContaining({ digest: 'daily', number, state: 'submitted' }))
  const counts = { recipients: 1, submitted: 1, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  const issue = await ask((stack, report) => showIssue('daily', String(number), stack, report))
  expect(issue).toMatchObject({ state: 'submitted', counts, url: `${mails.local.site}/issues/daily/${number}/` })
  const verified = await ask((stack, report) => verifyIssue('daily', String(number), stack, report))
  expect(verified).toMatchObject({ ok: true, problems: [] })
  expect(process.exitCode).toBeUndefined()
})

test('an issue with open deliveries fails the verification', async () => {
  await mails.admit()
  await mails.publish(1)
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  await mails.stack.compose.add({ digest: 'daily', requestId: 'open' })
  await mails.local.idle()
  const { lastNumber } = await mails.stack.issues.getDigest('daily')
  const verified = await ask((stack, report) => verifyIssue('daily', String(lastNumber), stack, report))
  expect(verified).toMatchObject({ ok: false, state: 'sending', counts: { pending: 1 } })
  expect(process.exitCode).toBe(1)
  await mails.settle()
})

test('the error for an unknown digest or issue names it', async () => {
  await expect(ask((stack, report) => sendDigest('hourly', stack, report))).rejects.toThrow('no digest named hourly')
  await expect(ask((stack, report) => showIssue('daily', '99', stack, report))).rejects.toThrow('no issue 99')
  await expect(ask((stack, report) => showIssue('daily', '0', stack, report))).rejects.toThrow('not the number')
})

test('`digest send` of an issue that is paused says so, and its exit code says that it is not done yet', async () => {
  await mails.admit()
  await mails.publish(1)
  mails.local.faults.add({ operation: 'SendRawEmail', fault: 'fail' })
  const { lastNumber } = await mails.stack.issues.getDigest('daily')
  const sending = ask((stack, report) => sendDigest('daily', stack, report))
  const number = lastNumber + 1
  const issue = await waitFor(() => mails.stack.issues.get('daily', number), 20_000)
  if (!issue) throw new Error('No issue was composed.')
  await mails.stack.issues.pause(issue, 'operator', new Date().toISOString())
  expect(await sending).toMatchObject({ number, state: 'paused' })
  expect(process.exitCode).toBe(3)
})

test('the exit code tells apart an issue that is done, not done yet, and cancelled', () => {
  const states: CountedIssue['state'][] = [
    'submitted',
    'sending',
    'paused',
    'awaiting-approval',
    'cancelled',
    'expired',
  ]
  expect(states.map(sendingCode)).toEqual([0, 3, 3, 3, 1, 1])
  const issue = {
    title: 'Daily #7',
    digest: 'daily',
    number: 7,
    counts: { submitted: 1, recipients: 2 },
    recipients: 2,
  }
  for (const state of states) expect(describeSending({ ...issue, state } as CountedIssue)).toContain('Daily #7')
})

test('the number of recipients is named as such only when all are chosen', () => {
  const counts = { submitted: 669, recipients: 10_025 }
  const issue = { title: 'Daily #7', digest: 'daily', number: 7, counts }
  const describe = (changes: Partial<CountedIssue>) => describeSending({ ...issue, ...changes } as CountedIssue)
  expect(describe({ state: 'planning' })).toContain(
    ': 669 mails submitted so far. The issue is planning (10,025 recipients chosen so far)',
  )
  expect(describe({ state: 'sending', recipients: 10_025 })).toContain(': 669 of 10025 mails submitted so far.')
})
