import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SESClient } from '@aws-sdk/client-ses'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readSendingAccount } from '../../../aws/monitoring/sending-account.ts'
import { backUp } from '../../../cli/backup/backup.ts'
import { pauseRestored } from '../../../cli/backup/restored-mark.ts'
import { policyProfiles } from '../../../cli/connect.ts'
import { restore, sendAgain } from '../../../cli/restore/restore.ts'
import { orderIssue } from '../../../operations/issues/order-issue.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'

let folder: string
let mails: MailStack
const answers: unknown[] = []
const report = { answer: (value: unknown) => void answers.push(value) }
const file = (name: string) => path.join(folder, name)
const backup = () => file('backup.tar.gz')

/** Whether SES takes mails at all. */
async function canSend(): Promise<boolean> {
  const { aws: endpoint, plan, credentials } = mails.local
  return (await readSendingAccount(new SESClient({ endpoint, region: plan.region, credentials }))).enabled
}

/** Settles also what is put back for 15 minutes, because the day's quota was spent. */
async function putBackAndSettle(): Promise<void> {
  for (let times = 0; times < 3; times++) {
    mails.local.clock.move(901_000)
    await mails.settle()
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-drill-'))
  mails = await startMailStack(undefined, { policyProfiles })
})
afterEach(() => answers.splice(0))
afterAll(async () => {
  await mails?.close()
  await rm(folder, { recursive: true, force: true })
})

test('an issue in progress is restored paused, and mails nobody twice before the operator says so', async () => {
  const readers = await mails.admitMany(5)
  await mails.stack.uploads.put(
    'articles/night-mail.md',
    Buffer.from('# Night mail\n\nIt left at eight.\n'),
    'text/markdown',
  )
  await mails.local.idle()
  mails.local.ses.setQuota({ max24HourSend: 2, maxSendRate: 10_000 })
  await mails.stack.compose.add({ digest: 'daily', requestId: randomUUID() })
  await expect.poll(async () => (await mails.stack.issues.get('daily', 1))?.state, { timeout: 30_000 }).toBeDefined()
  await mails.local.idle()
  expect((await mails.count('daily', 1)).counts).toMatchObject({ submitted: 2, pending: 3 })
  const asOperator = backUp(backup(), { data: mails.data, profile: 'operator' }, report)
  await expect(asOperator).rejects.toThrow('CreateSnapshot')
  await backUp(backup(), { data: mails.data }, report)
  expect(answers).toMatchObject([{ file: backup(), databases: 6, mails: 2 }])
  expect(await readdir(path.join(mails.data, 'snapshots'))).toEqual([])
  await expect(backUp(backup(), { data: mails.data }, report)).rejects.toThrow('never replaces a file')
  await expect(restore(backup(), { data: mails.data }, report)).rejects.toThrow('is not empty')
  // The stack goes on after the backup, so the backup does not know that these three got their mails.
  mails.local.ses.setQuota({ max24HourSend: 1_000_000, maxSendRate: 10_000 })
  await putBackAndSettle()
  expect(mails.mailsEach(readers)).toEqual([1, 1, 1, 1, 1])
  await mails.close()

  await restore(backup(), { data: file('restored') }, report)
  const log: string[] = []
  const noteStart = (line: string) => void log.push(line)
  mails = await startMailStack(file('restored'), { policyProfiles }, (stack) =>
    pauseRestored(file('restored'), stack, noteStart),
  )
  expect(log.join()).toContain('its issues in progress are paused')
  await putBackAndSettle()
  expect(mails.mailsEach(readers).sort()).toEqual([0, 0, 0, 1, 1])
  expect(await mails.count('daily', 1)).toMatchObject({ state: 'paused', counts: { submitted: 2, pending: 3 } })

  expect(await canSend()).toBe(false) // neither confirmations nor new issues
  const reader = readers.find(({ address }) => mails.mailsEach([{ address }])[0] === 1)
  if (!reader) throw new Error('Nobody was mailed before the backup')
  const [mail] = await mails.mailsTo(reader)
  const link = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value.replace(/[<>]/g, '') ?? ''
  const { pathname, search } = new URL(link)
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  expect((await fetch(`${mails.local.site}${pathname}${search}`, { method: 'POST', body })).status).toBe(200)
  await mails.local.idle()
  expect((await mails.stack.subscribers.get(reader.id))?.state).toBe('unsubscribed')

  // What comes due meanwhile waits beyond every retry, and nothing is dropped.
  const [asking] = readers.filter(({ id }) => id !== reader.id)
  if (!asking) throw new Error('There are five readers')
  await mails.stack.confirmation.add({ subscriberId: asking.id, requestId: randomUUID() })
  await mails.stack.uploads.put(
    'articles/day-mail.md',
    Buffer.from('# Day mail\n\nIt left at noon.\n'),
    'text/markdown',
  )
  await mails.local.idle()
  await mails.stack.compose.add({ digest: 'daily', requestId: randomUUID() })
  await expect.poll(async () => (await mails.stack.issues.get('daily', 2))?.state, { timeout: 30_000 }).toBeDefined()
  for (let times = 0; times < 4; times++) await putBackAndSettle()
  expect(await mails.stack.failures.count()).toBe(0)
  const before = mails.mailsEach([asking])[0] ?? 0

  await sendAgain({ data: mails.data }, report)
  await pauseRestored(mails.data, mails.stack, noteStart)
  expect(await canSend()).toBe(true)
  expect(log).toHaveLength(1) // it counts as restored no longer
  await putBackAndSettle()
  expect(mails.mailsEach([asking])).toEqual([before + 1]) // the single mail; no issue goes out by itself
  expect(await mails.count('daily', 2)).toMatchObject({ state: 'paused', counts: { submitted: 0, pending: 4 } })
  await orderIssue('cancel', 'daily', 2, mails.stack)
  await orderIssue('resume', 'daily', 1, mails.stack)
  await putBackAndSettle()
  expect(mails.mailsEach(readers)).toEqual(readers.map(({ id }) => (id === asking.id ? 2 : 1)))
})

test('a stopped stack is backed up by the command itself, and a damaged backup restores nothing', async () => {
  const { data } = mails
  await mails.close({ keep: true })
  await backUp(file('stopped.tar.gz'), { data }, report)
  await mkdir(file('empty'))
  await restore(file('stopped.tar.gz'), { data: file('empty') }, report)
  expect(await readdir(file('empty'))).toEqual(
    expect.arrayContaining(['databases', 'restored', 'stack-uuid', 'version']),
  )
  await writeFile(file('other.tar.gz'), 'x'.repeat(10_000))
  await expect(restore(file('other.tar.gz'), { data: file('none') }, report)).rejects.toThrow('not a whole backup')
  expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([])
  await expect(backUp(file('no.tar.gz'), { data: file('none') }, report)).rejects.toThrow('contains no data')
})
