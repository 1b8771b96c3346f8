import { expect, onTestFinished, test, vi } from 'vitest'
import { message, startSes, type TestEvent } from '../ses-fixture.ts'
import { type Answers, startSmtpServer } from './smtp-server.ts'

const minute = 60_000

/** Starts SES with a relay that answers like this, and a clock that the test moves. */
async function startRelaying(answers: Answers = {}, options: Parameters<typeof startSes>[0] = {}) {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  const smtp = await startSmtpServer(answers)
  let time = Date.parse('2026-03-01T07:00:00Z')
  const ses = await startSes({ smtpUrl: smtp.url, now: () => new Date(time), ...options })
  const send = (to: string) => ses.send({ Destinations: [to], ConfigurationSetName: 'main' })
  const results = () => ses.events().filter(({ eventType }) => eventType !== 'Send')
  return {
    ...{ ...ses, smtp, log, send, results },
    logged: () => log.mock.calls.flat().join('\n'),
    resultTypes: () => results().map(({ eventType }) => eventType),
    /** Moves the clock and lets the relay look at it. */
    move: (milliseconds: number) => {
      time += milliseconds
      ses.ses.moveRelay(milliseconds)
    },
  }
}

function bounceOf(event: TestEvent | undefined) {
  const bounce = event?.bounce as { bounceType: string; bounceSubType: string; bouncedRecipients: unknown[] }
  return { type: bounce.bounceType, subtype: bounce.bounceSubType, recipients: bounce.bouncedRecipients }
}

test('the relay gets each mail unchanged, for its own recipients, and a Delivery follows its answer', async () => {
  const { smtp, client, files, read, results, resultTypes } = await startRelaying()
  const data = message('From: news@example.com', 'To: list@example.com', 'Subject: x')
  await client.send(
    new (await import('@aws-sdk/client-ses')).SendRawEmailCommand({
      Source: 'Bounces <bounces@example.com>',
      Destinations: ['ann@readers.press'],
      RawMessage: { Data: data },
      ConfigurationSetName: 'main',
    }),
  )
  await expect.poll(resultTypes).toEqual(['Delivery'])
  const stored = await read((await files())[0] ?? '')
  expect(smtp.received).toEqual([{ from: 'bounces@example.com', to: ['ann@readers.press'], data: stored }])
  expect(results()[0]?.delivery).toMatchObject({
    recipients: ['ann@readers.press'],
    smtpResponse: '250 2.0.0 queued',
  })
})

test('mail to the simulator and to domains of examples stays here', async () => {
  const { smtp, client, send, resultTypes } = await startRelaying()
  for (const each of ['success@simulator.amazonses.com', 'ada@example.org', 'ada@lists.example.com', 'ada@x.test'])
    await send(each)
  expect(resultTypes()).toEqual(['Delivery', 'Delivery', 'Delivery', 'Delivery'])
  const { SendRawEmailCommand } = await import('@aws-sdk/client-ses')
  const Destinations = ['bounce@simulator.amazonses.com', 'ann@readers.press', 'ada@example.org']
  await client.send(new SendRawEmailCommand({ RawMessage: { Data: message() }, Destinations }))
  await expect.poll(() => smtp.received.map(({ to }) => to)).toEqual([['ann@readers.press']])
})

test('mails that were accepted before there was a relay are never relayed', async () => {
  const before = await startSes()
  await before.send({ Destinations: ['ann@readers.press'] })
  await before.stop()
  const { smtp, send, ses } = await startRelaying({}, { folder: before.folder })
  await send('bob@readers.press')
  await expect.poll(() => smtp.received.map(({ to }) => to)).toEqual([['bob@readers.press']])
  expect(ses.relayState()?.waiting).toBe(0)
})

test('no mail is handed over while nothing can be stored', async () => {
  const storage = { isClosed: true, check: () => true }
  const { smtp, send, ses, move } = await startRelaying({}, { storage })
  await send('ann@readers.press')
  const other = await startSes({ smtpUrl: smtp.url })
  await other.send({ Destinations: ['bob@readers.press'] })
  const received = () => smtp.received.flatMap(({ to }) => to)
  await expect.poll(received).toEqual(['bob@readers.press']) // which was accepted later
  expect(ses.relayState()?.waiting).toBe(1)
  storage.isClosed = false
  move(0)
  await expect.poll(received).toEqual(['bob@readers.press', 'ann@readers.press'])
  await expect.poll(() => ses.relayState()?.waiting).toBe(0)
})

test('a mailbox that does not exist bounces permanently and is suppressed; the log has no address', async () => {
  const { send, results, logged, ses, events } = await startRelaying({
    RCPT: (address) => `550 5.1.1 <${address}>: user unknown`,
  })
  const { MessageId } = await send('ann@readers.press')
  await expect.poll(() => results().length).toBe(1)
  expect(bounceOf(results()[0])).toEqual({
    type: 'Permanent',
    subtype: 'General',
    recipients: [
      {
        emailAddress: 'ann@readers.press',
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 <ann@readers.press>: user unknown',
      },
    ],
  })
  expect(results()[0]?.mail.messageId).toBe(MessageId)
  expect(logged()).toBe(`ses: the relay did not take mail ${MessageId}: 550 5.1.1 at RCPT`)
  expect(ses.relayState()).toMatchObject({ waiting: 0, lastRefusal: { reply: '550 5.1.1 at RCPT' } })
  await send('ann@readers.press')
  expect(bounceOf(events().at(-1)).subtype).toBe('OnAccountSuppressionList')
})

test('a refusal of the content bounces, and suppresses nobody', async () => {
  const { send, results, resultTypes, smtp } = await startRelaying({ body: () => '554 5.7.1 looks like spam' })
  await send('ann@readers.press')
  await expect.poll(resultTypes).toEqual(['Bounce'])
  expect(bounceOf(results()[0])).toMatchObject({ type: 'Transient', subtype: 'ContentRejected' })
  await send('ann@readers.press')
  await expect.poll(() => smtp.commands.filter((each) => each === 'RCPT')).toHaveLength(2)
})

test('a deferred mail is delayed once, tried again later, and does not hold up others', async () => {
  let deferrals = 2
  const { send, smtp, move, resultTypes, ses } = await startRelaying({
    RCPT: (address) => (address.startsWith('ann') && deferrals-- > 0 ? '451 4.7.1 greylisted' : '250 ok'),
  })
  await send('ann@readers.press')
  await send('bob@readers.press')
  await expect.poll(() => resultTypes().toSorted()).toEqual(['Delivery', 'DeliveryDelay'])
  expect(ses.relayState()).toMatchObject({ waiting: 1, deferred: 1 })
  move(minute)
  await expect.poll(() => deferrals).toBe(0)
  await expect.poll(() => smtp.commands.at(-1)).toBe('RSET')
  move(minute) // the second pause is two minutes
  expect(smtp.received).toHaveLength(1)
  move(minute)
  await expect.poll(() => smtp.received).toHaveLength(2)
  await expect.poll(() => resultTypes().toSorted()).toEqual(['Delivery', 'Delivery', 'DeliveryDelay'])
})

test('a mail that is deferred keeps its pause when the clock is set back', async () => {
  let deferrals = 1
  const { send, smtp, move, resultTypes } = await startRelaying({
    RCPT: () => (deferrals-- > 0 ? '451 4.7.1 greylisted' : '250 ok'),
  })
  await send('ann@readers.press')
  await expect.poll(resultTypes).toEqual(['DeliveryDelay'])
  await expect.poll(() => smtp.commands.at(-1)).toBe('RSET')
  move(-5 * 60 * minute)
  move(minute)
  await expect.poll(resultTypes).toEqual(['DeliveryDelay', 'Delivery'])
})

test('a mail that is deferred for 14 hours bounces for now', async () => {
  const { send, move, results, resultTypes, smtp } = await startRelaying({ RCPT: () => '452 4.2.2 mailbox full' })
  await send('ann@readers.press')
  await expect.poll(resultTypes).toEqual(['DeliveryDelay'])
  await expect.poll(() => smtp.commands.at(-1)).toBe('RSET')
  move(14 * 60 * minute)
  await expect.poll(resultTypes).toEqual(['DeliveryDelay', 'Bounce'])
  expect(bounceOf(results()[1])).toMatchObject({ type: 'Transient', subtype: 'MailboxFull' })
})

const stops = [
  { name: 'the greeting', answers: { greeting: () => '554 5.7.1 no service' } },
  { name: 'EHLO', answers: { EHLO: () => '421 4.3.2 closing' } },
  { name: 'the password', answers: { AUTH: () => '535 5.7.8 bad credentials for ann@readers.press' } },
  { name: 'the sender', answers: { MAIL: () => '553 5.7.1 not owned by user' } },
  { name: 'unknown clients', answers: { RCPT: () => '554 5.7.1 Relay access denied' } },
  { name: 'mails for now', answers: { RCPT: () => '421 4.7.0 too many connections' } },
  { name: 'mails over the limit', answers: { body: () => '550 5.4.5 Daily sending quota exceeded' } },
] as const

test.each(stops)('while the relay refuses $name, mails wait, and nobody is blamed', async ({ answers }) => {
  const step = Object.keys(answers)[0] as keyof Answers // each has one
  let refuses = true
  const answer = (Object.values(answers)[0] ?? (() => '')) as () => string // each has one
  const smtp = await startSmtpServer({ AUTH: () => '235 ok', [step]: () => (refuses ? answer() : undefined) })
  const { send, move, resultTypes, logged, ses } = await startRelaying(
    {},
    { smtpUrl: smtp.urlFor('me', 'top%20secret') },
  )
  await send('ann@readers.press')
  await expect.poll(() => ses.relayState()?.trouble).toBeDefined()
  expect(ses.relayState()).toMatchObject({ waiting: 1, deferred: 0 })
  expect(resultTypes()).toEqual([])
  expect(logged()).toContain('Mails wait, and none is lost.')
  expect(logged()).not.toMatch(/readers\.press|secret/)
  refuses = false
  move(20 * minute)
  await expect.poll(resultTypes).toEqual(['Delivery'])
  expect(ses.relayState()?.trouble).toBeUndefined()
})

test('a recipient whom only the relay refuses as if it took no mail at all does not hold up the others', async () => {
  const { send, move, ses, results, resultTypes } = await startRelaying({
    RCPT: (address) => (address.startsWith('ann') ? '550 5.7.1 Relaying denied' : '250 ok'),
  })
  await send('ann@readers.press')
  await expect.poll(() => ses.relayState()?.trouble).toBeDefined()
  await send('bob@readers.press')
  move(minute)
  await expect.poll(resultTypes).toEqual(['Delivery', 'DeliveryDelay'])
  expect(ses.relayState()).toMatchObject({ waiting: 1, deferred: 1 })
  expect(ses.relayState()?.trouble).toBeUndefined()
  for (let hours = 0; hours < 14; hours++) {
    const { lastRefusal } = ses.relayState() ?? {}
    move(60 * minute)
    await expect.poll(() => ses.relayState()?.lastRefusal).not.toEqual(lastRefusal)
  }
  expect(resultTypes()).toEqual(['Delivery', 'DeliveryDelay', 'Bounce'])
  expect(bounceOf(results()[2])).toMatchObject({ type: 'Transient' })
})

test('an unreachable relay loses nothing, and the mail goes out once after a restart', async () => {
  const first = await startRelaying({}, { smtpUrl: 'smtp://127.0.0.1:1' })
  const { MessageId } = await first.send('ann@readers.press')
  await expect.poll(() => first.ses.relayState()?.trouble?.reason).toContain('127.0.0.1:1 does not answer')
  await first.stop()
  const second = await startRelaying({}, { folder: first.folder })
  await expect.poll(second.resultTypes).toEqual(['Delivery'])
  await second.stop()
  const third = await startRelaying({}, { folder: first.folder })
  await third.send('bob@readers.press')
  await expect.poll(() => third.smtp.received.map(({ to }) => to)).toEqual([['bob@readers.press']])
  expect(second.smtp.received[0]?.data).toContain(`<${MessageId}@email.amazonses.com>`)
})

test('a message without an answer is sent once more, and then never again', async () => {
  const { send, move, smtp, ses, resultTypes, logged } = await startRelaying({ body: () => 'hang up' })
  await send('ann@readers.press')
  const bodies = () => smtp.commands.filter((each) => each === 'DATA').length
  await expect.poll(() => ses.relayState()?.waiting === 1 && bodies()).toBe(1)
  await expect.poll(() => logged()).toContain('no reply at body')
  move(15 * minute)
  await expect.poll(() => logged().split('no reply at body').length).toBe(3)
  move(15 * minute)
  await expect.poll(() => ses.relayState()?.waiting).toBe(0)
  expect(bodies()).toBe(2)
  expect(resultTypes()).toEqual([])
})

test('an unresponsive relay does not delay closing', async () => {
  const { send, stop, ses, smtp } = await startRelaying({ RCPT: () => '' })
  await send('ann@readers.press')
  await expect.poll(() => smtp.commands.at(-1)).toBe('RCPT')
  await stop()
  expect(() => ses.mails({ limit: 1 })).toThrow('database is not open')
})

test('connections are used again, and the daily limit holds back what is over it', async () => {
  const quota = { max24HourSend: 100, maxSendRate: 1000 }
  const { send, smtp, ses, move } = await startRelaying({}, { quota })
  for (const name of ['ann', 'bob', 'cid', 'dan', 'eve', 'fay']) await send(`${name}@readers.press`)
  move(minute)
  await expect.poll(() => smtp.received).toHaveLength(6)
  expect(smtp.connections).toBeLessThanOrEqual(5)
  expect(ses.relayState()?.relayedInDay).toBe(6)
  ses.setQuota({ max24HourSend: 7, maxSendRate: 1000 })
  await send('gus@readers.press')
  move(minute)
  await expect.poll(() => smtp.received).toHaveLength(7)
  ses.setQuota({ max24HourSend: -1, maxSendRate: 1000 })
  await send('hal@readers.press')
  ses.setQuota({ max24HourSend: 7, maxSendRate: 1000 })
})

test('the sender of the envelope names the mail', async () => {
  const { send, smtp } = await startRelaying({}, { bounceAddress: 'bounces@example.com' })
  const { MessageId } = await send('ann@readers.press')
  await expect.poll(() => smtp.received).toHaveLength(1)
  const token = MessageId?.slice(4, -7).replaceAll('-', '')
  expect(smtp.received[0]?.from).toBe(`bounces+${token}@example.com`)
})

test('while sending is paused, mails that were accepted before wait', async () => {
  let isDown = true
  const quota = { max24HourSend: -1, maxSendRate: 1_000_000 } // so that only the pause makes mails wait
  const answers = { MAIL: () => (isDown ? '421 4.3.2 down' : '250 ok') }
  const { smtp, client, send, move, ses } = await startRelaying(answers, { quota })
  await send('ann@readers.press')
  await expect.poll(() => ses.relayState()?.trouble).toBeDefined()
  const { GetSendQuotaCommand, UpdateAccountSendingEnabledCommand } = await import('@aws-sdk/client-ses')
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: false }))
  isDown = false
  move(60 * minute)
  // As many requests take much longer than handing over a mail.
  for (let request = 0; request < 100; request++) await client.send(new GetSendQuotaCommand({}))
  expect(smtp.received).toEqual([])
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: true }))
  move(60 * minute)
  await expect.poll(() => smtp.received.map(({ to }) => to)).toEqual([['ann@readers.press']])
})
