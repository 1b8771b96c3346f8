import { expect, test } from 'vitest'
import { message, startSes } from './ses-fixture.ts'

const now = () => new Date('2026-03-01T07:00:00Z')
const configurationSet = { ConfigurationSetName: 'main' }
const simulator = (mailbox: string) => `${mailbox}@simulator.amazonses.com`

test('an ordinary mail has the events Send and Delivery, with the mail object that AWS documents', async () => {
  const { send, events } = await startSes({ now })
  const headers = [
    'From: =?utf-8?q?Zo=C3=AB?= <news@example.com>',
    'To: Ann <ann@example.org>',
    'Message-ID: <mine@example.com>',
  ]
  const { MessageId } = await send({
    ...configurationSet,
    Source: 'bounces@example.com',
    RawMessage: { Data: message(...headers, 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=', 'X-Folded: a\r\n b') },
    Tags: [{ Name: 'issue', Value: '7' }],
  })
  const mail = {
    timestamp: '2026-03-01T07:00:00.000Z',
    source: 'bounces@example.com',
    sourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/example.com',
    sendingAccountId: '000000000000',
    messageId: MessageId,
    destination: ['ann@example.org'],
    headersTruncated: false,
    headers: [
      { name: 'From', value: '=?utf-8?q?Zo=C3=AB?= <news@example.com>' },
      { name: 'To', value: 'Ann <ann@example.org>' },
      { name: 'Message-ID', value: '<mine@example.com>' },
      { name: 'Subject', value: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=' },
      { name: 'X-Folded', value: 'a b' },
    ],
    commonHeaders: {
      from: ['Zoë <news@example.com>'],
      to: ['Ann <ann@example.org>'],
      messageId: MessageId,
      subject: 'Grüße',
    },
    tags: {
      issue: ['7'],
      'ses:operation': ['SendRawEmail'],
      'ses:configuration-set': ['main'],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': ['example.com'],
      'ses:caller-identity': ['operator'],
    },
  }
  expect(events()).toEqual([
    { eventType: 'Send', mail, send: {} },
    {
      eventType: 'Delivery',
      mail,
      delivery: {
        timestamp: '2026-03-01T07:00:00.000Z',
        processingTimeMillis: 0,
        recipients: ['ann@example.org'],
        smtpResponse: '250 2.6.0 Message received',
        remoteMtaIp: '127.0.0.1',
        reportingMTA: 'a8-50.smtp-out.amazonses.com',
      },
    },
  ])
})

test.each([
  ['success', ['Send', 'Delivery']],
  ['ooto', ['Send', 'Delivery']],
  ['bounce', ['Send', 'Bounce']],
  ['suppressionlist', ['Send', 'Bounce']],
  ['complaint', ['Send', 'Delivery', 'Complaint']],
  ['Bounce+label-1', ['Send', 'Bounce']],
  ['complaint+x', ['Send', 'Delivery', 'Complaint']],
  ['constructor', ['Send', 'Bounce']],
])('the simulator defines the outcome of %s@', async (mailbox, types) => {
  const { send, events } = await startSes()
  await send({ ...configurationSet, Destinations: [simulator(mailbox)] })
  expect(events().map(({ eventType }) => eventType)).toEqual(types)
})

test('a bounce names every bounced recipient; a suppressed one has a separate bounce', async () => {
  const { send, events } = await startSes({ now })
  const bounced = [simulator('bounce+1'), simulator('bounce+2')]
  await send({ ...configurationSet, Destinations: [...bounced, simulator('suppressionlist'), 'ann@example.org'] })
  const [, general, suppressed, delivery] = events()
  expect(general?.bounce).toEqual({
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: bounced.map((emailAddress) => {
      return { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }
    }),
    timestamp: '2026-03-01T07:00:00.000Z',
    feedbackId: expect.stringMatching(/^0100[0-9a-f]{12}-[0-9a-f-]{36}-000000$/),
    reportingMTA: 'dns; a8-50.smtp-out.amazonses.com',
  })
  expect(suppressed?.bounce).toMatchObject({ bounceType: 'Permanent', bounceSubType: 'Suppressed' })
  expect(delivery?.delivery).toMatchObject({ recipients: ['ann@example.org'] })
})

test('a complaint names the recipient and the kind of feedback', async () => {
  const { send, events } = await startSes({ now })
  await send({ ...configurationSet, Destinations: [simulator('complaint')] })
  expect(events()[2]?.complaint).toEqual({
    complainedRecipients: [{ emailAddress: simulator('complaint') }],
    timestamp: '2026-03-01T07:00:00.000Z',
    feedbackId: expect.any(String),
    complaintSubType: null,
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: '2026-03-01T07:00:00.000Z',
  })
})

test.each(['base64', 'latin1'] as const)('a virus (EICAR, %s) is accepted, then rejected', async (encoding) => {
  const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
  const { send, events } = await startSes()
  const data = Buffer.concat([message(), Buffer.from(Buffer.from(virus).toString(encoding))])
  await send({ ...configurationSet, RawMessage: { Data: data } })
  expect(events().map(({ eventType, reject }) => [eventType, reject])).toEqual([
    ['Send', undefined],
    ['Reject', { reason: 'Bad content' }],
  ])
})

test('headers over 10 KB are cut, and the event says so', async () => {
  const { send, events } = await startSes()
  const big = Array.from({ length: 20 }, (_, number) => `X-Big-${number}: ${'x'.repeat(900)}`)
  await send({ ...configurationSet, RawMessage: { Data: message('From: a@example.com', 'To: b@example.org', ...big) } })
  const mail = events()[0]?.mail
  expect(mail?.headersTruncated).toBe(true)
  expect(JSON.stringify(mail?.headers).length).toBeLessThan(12_000)
})

test('a mail without configuration set has no events', async () => {
  const { send, events, ses } = await startSes()
  await send()
  expect(events()).toEqual([])
  expect(ses.mails({ limit: 9 })).toHaveLength(1)
})

test('events are listed, oldest first, until acknowledged, and listeners are called for new ones', async () => {
  const { ses, send } = await startSes()
  let calls = 0
  ses.onEvents(() => {
    calls += ses.pendingEvents(10).length
  })
  await send(configurationSet)
  const [first, second] = ses.pendingEvents(10)
  expect(calls).toBe(2)
  expect(ses.pendingEvents(1)).toEqual([first])
  ses.acknowledgeEvent(first?.id ?? 0)
  expect(ses.pendingEvents(10)).toEqual([second])
  ses.acknowledgeEvent(second?.id ?? 0)
  await send(configurationSet)
  expect(ses.pendingEvents(1)[0]?.id).toBeGreaterThan(second?.id ?? 0)
})
