import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../src/ses/database.ts'
import { nextForward } from '../../src/ses/forward-outbox.ts'
import { message, startSes } from './ses-fixture.ts'
import { startSmtpServer } from './smtp-server.ts'

function listenToErrors() {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  return log
}

test('each accepted mail goes to the relay unchanged, to its own recipients', async () => {
  const smtp = await startSmtpServer(() => '250 ok')
  const { send, files, read } = await startSes({ smtpUrl: smtp.url })
  const data = message('From: news@example.com', 'To: list@example.com', 'Subject: x')
  await send({ Source: 'Bounces <bounces@example.com>', Destinations: ['ann@example.org'], RawMessage: { Data: data } })
  await expect.poll(() => smtp.received).toHaveLength(1)
  const stored = await read((await files())[0] ?? '')
  expect(smtp.received).toEqual([{ from: 'bounces@example.com', to: ['ann@example.org'], data: stored }])
})

test('mail to the simulator’s mailboxes is not forwarded', async () => {
  const smtp = await startSmtpServer(() => '250 ok')
  const { send } = await startSes({ smtpUrl: smtp.url })
  await send({ Destinations: ['success@simulator.amazonses.com'] })
  await send({ Destinations: ['bounce@simulator.amazonses.com', 'ann@example.org'] })
  await expect.poll(() => smtp.received).toHaveLength(1)
  expect(smtp.received[0]?.to).toEqual(['ann@example.org'])
})

test('a mail that the relay defers is retried, and the log contains no address', async () => {
  const log = listenToErrors()
  let refusals = 1
  const smtp = await startSmtpServer((recipient) => (refusals-- > 0 ? `451 4.2.0 <${recipient}> later` : '250 ok'))
  const { send } = await startSes({ smtpUrl: smtp.url })
  const { MessageId } = await send()
  await expect.poll(() => smtp.received).toHaveLength(1)
  expect(log.mock.calls).toEqual([[`ses: mail ${MessageId} was not forwarded at attempt 1: EENVELOPE, SMTP 451`]])
})

test('mails are sent in the order of acceptance, and a deferred one does not block others', async () => {
  listenToErrors()
  const smtp = await startSmtpServer((recipient) => (recipient === 'ann@example.org' ? '451 4.2.0 later' : '250 ok'))
  const { send } = await startSes({ smtpUrl: smtp.url })
  const others = ['bob@example.org', 'cid@example.org', 'dan@example.org']
  for (const recipient of ['ann@example.org', ...others]) await send({ Destinations: [recipient] })
  await expect.poll(() => smtp.received.flatMap(({ to }) => to)).toEqual(others)
})

test('a mail that the relay refuses permanently is dropped, and the next one is sent', async () => {
  const log = listenToErrors()
  const smtp = await startSmtpServer((recipient) => (recipient === 'ann@example.org' ? '550 5.1.1 unknown' : '250 ok'))
  const { send, folder, stop } = await startSes({ smtpUrl: smtp.url })
  await send()
  await send({ Destinations: ['bob@example.org'] })
  await expect.poll(() => smtp.received.map(({ to }) => to)).toEqual([['bob@example.org']])
  await stop()
  expect(log).toHaveBeenCalledTimes(1)
  const database = openDatabase(folder)
  expect(nextForward(database)).toBeUndefined()
  database.close()
})

test('an unreachable relay blocks nothing, and the mail is sent after a restart', async () => {
  listenToErrors()
  const first = await startSes({ smtpUrl: 'smtp://127.0.0.1:1' })
  const { MessageId } = await first.send()
  await first.stop()
  const smtp = await startSmtpServer(() => '250 ok')
  await startSes({ folder: first.folder, smtpUrl: smtp.url })
  await expect.poll(() => smtp.received).toHaveLength(1)
  expect(smtp.received[0]?.data).toContain(`<${MessageId}@email.amazonses.com>`)
})

test('an unresponsive relay does not delay closing', async () => {
  listenToErrors()
  const smtp = await startSmtpServer(() => '')
  const { send, stop, ses } = await startSes({ smtpUrl: smtp.url })
  await send()
  await expect.poll(() => smtp.recipients).toBe(1)
  await stop()
  expect(() => ses.mails({ limit: 1 })).toThrow('database is not open')
})
