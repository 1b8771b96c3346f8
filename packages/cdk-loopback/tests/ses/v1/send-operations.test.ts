import {
  GetAccountSendingEnabledCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  UpdateAccountSendingEnabledCommand,
} from '@aws-sdk/client-ses'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { startSes } from '../ses-fixture.ts'

const email: SendEmailCommandInput = {
  Source: 'Zoë <news@example.com>',
  Destination: {
    ToAddresses: ['Ann <ann@example.org>', 'bob@example.org'],
    CcAddresses: ['eve@example.org'],
    BccAddresses: ['hidden@example.org'],
  },
  ReplyToAddresses: ['replies@example.com'],
  Message: {
    Subject: { Data: 'Grüße' },
    Body: { Text: { Data: 'Guten Tag\n' }, Html: { Data: '<p>Guten Tag</p>' } },
  },
}

test('SendEmail writes the message, without the hidden recipients', async () => {
  const { ses, client, files, read, events } = await startSes({ now: () => new Date('2026-03-01T07:00:00Z') })
  const Tags = [{ Name: 'issue', Value: '7' }]
  const { MessageId } = await client.send(new SendEmailCommand({ ...email, ConfigurationSetName: 'main', Tags }))
  expect(ses.mails({ limit: 9 })).toMatchObject([
    {
      id: MessageId,
      source: email.Source,
      destinations: ['ann@example.org', 'bob@example.org', 'eve@example.org', 'hidden@example.org'],
      subject: 'Grüße',
      tags: { issue: '7' },
    },
  ])
  const raw = await read((await files())[0] ?? '')
  expect(raw).not.toContain('hidden@example.org')
  const parsed = await simpleParser(Buffer.from(raw, 'latin1'))
  expect(parsed).toMatchObject({
    from: { value: [{ name: 'Zoë', address: 'news@example.com' }] },
    replyTo: { value: [{ address: 'replies@example.com' }] },
    date: new Date('2026-03-01T07:00:00Z'),
    messageId: `<${MessageId}@email.amazonses.com>`,
    text: 'Guten Tag\n',
    html: '<p>Guten Tag</p>',
  })
  expect(events()[0]?.mail.tags['ses:operation']).toEqual(['SendEmail'])
})

test.each([
  ['a line end in the subject', { Data: 'a\r\nBcc: eve@example.org' }],
  ['an unknown character set', { Data: 'a', Charset: 'latin-99' }],
])('SendEmail refuses %s', async (_, Subject) => {
  const { client, files } = await startSes()
  const Message = { ...email.Message, Subject, Body: { Text: { Data: 'x' } } }
  await expect(client.send(new SendEmailCommand({ ...email, Message }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  })
  expect(await files()).toEqual([])
})

test('SendEmail needs its own permission, with the address for bounces', async () => {
  const { client, calls } = await startSes()
  await client.send(new SendEmailCommand({ ...email, ReturnPath: 'bounces@example.com' }))
  expect(calls).toMatchObject([
    {
      operation: 'SendEmail',
      permissions: [
        {
          action: 'ses:SendEmail',
          resource: 'arn:aws:ses:us-east-1:000000000000:identity/example.com',
          context: { 'ses:FromAddress': ['news@example.com'], 'ses:FeedbackAddress': ['bounces@example.com'] },
        },
      ],
    },
  ])
})

test.each<[string, Partial<SendEmailCommandInput>, string, RegExp]>([
  ['an unverified sender', { Source: 'a@example.net' }, 'MessageRejected', /: a@example\.net$/],
  ['an unverified return path', { ReturnPath: 'b@example.net' }, 'MessageRejected', /: b@example\.net$/],
  [
    'a line break in an address',
    { ReplyToAddresses: ['a@b.example\nBcc: c@d.example'] },
    'InvalidParameterValue',
    /whitespace/,
  ],
  ['no recipient', { Destination: {} }, 'InvalidParameterValue', /'To'/],
  [
    'no subject',
    { Message: { Subject: undefined, Body: email.Message?.Body } },
    'ValidationError',
    /'message\.subject\.data'/,
  ],
  ['no body', { Message: { Subject: { Data: 's' }, Body: {} } }, 'InvalidParameterValue', /no body/],
])('SendEmail with %s is refused', async (_what, changes, name, message) => {
  const { client, files } = await startSes()
  await expect(client.send(new SendEmailCommand({ ...email, ...changes }))).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message),
  })
  expect(await files()).toEqual([])
})

test('a paused account sends nothing, also after a restart, until it is enabled', async () => {
  const first = await startSes()
  await first.client.send(new UpdateAccountSendingEnabledCommand({ Enabled: false }))
  const paused = { name: 'AccountSendingPausedException', $metadata: { httpStatusCode: 400 } }
  await expect(first.send()).rejects.toMatchObject(paused)
  await expect(first.client.send(new SendEmailCommand(email))).rejects.toMatchObject(paused)
  await first.stop()
  const { client, send } = await startSes({ folder: first.folder })
  expect(await client.send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: false })
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: true }))
  await send()
  expect(await client.send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: true })
})

test('sending in the name of another account is refused, because it is not supported', async () => {
  const { client, files } = await startSes()
  const SourceArn = 'arn:aws:ses:us-east-1:111111111111:identity/example.com'
  await expect(client.send(new SendEmailCommand({ ...email, SourceArn }))).rejects.toThrow('SourceArn')
  expect(await files()).toEqual([])
})
