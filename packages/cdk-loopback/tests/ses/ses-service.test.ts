import { GetSendStatisticsCommand, ListTemplatesCommand } from '@aws-sdk/client-ses'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { message, startSes } from './ses-fixture.ts'

const news = 'From: News <news@example.com>'
const ann = 'To: ann@example.org'

describe('the mail on disk', () => {
  test('is what SES delivers: SES’s Message-ID, a Date, and no fields meant for SES', async () => {
    const { send, files, read } = await startSes({ now: () => new Date('2026-03-01T07:00:00Z') })
    const headers = [news, ann, 'Bcc: hidden@example.org', 'Message-ID: <mine@example.com>', 'Subject: Hi']
    const secret = ['X-SES-CONFIGURATION-SET: main', 'X-SES-MESSAGE-TAGS: issue=7, part=a-b']
    const { MessageId } = await send({ RawMessage: { Data: message(...headers, ...secret) } })
    const [file = ''] = await files()
    expect(file).toBe(`20260301T070000000Z-00000001-${MessageId}.eml`)
    expect(await read(file)).toBe(
      [
        news,
        ann,
        'Subject: Hi',
        `Message-ID: <${MessageId}@email.amazonses.com>`,
        'Date: Sun, 01 Mar 2026 07:00:00 +0000',
        '',
        'Good morning.',
        '',
      ].join('\r\n'),
    )
  })

  test('is otherwise unchanged, including folded headers and 8-bit bodies', async () => {
    const { send, files, read } = await startSes()
    const data = Buffer.from(
      `${news}\r\n${ann}\r\nDate: Sun, 01 Mar 2026 07:00:00 +0000\r\nX-Long: one\r\n two\r\n\r\ncafé 日本\r\n`,
    )
    await send({ RawMessage: { Data: data } })
    const stored = await read((await files())[0] ?? '')
    expect(stored.replace(/Message-ID: .*\r\n/, '')).toBe(data.toString('latin1'))
  })

  test('has CRLF line ends, however it was submitted', async () => {
    const { send, files, read } = await startSes()
    await send({ RawMessage: { Data: Buffer.from(`${news}\n${ann}\nSubject: x\n\nline\r\nline\n`) } })
    const stored = await read((await files())[0] ?? '')
    expect(stored).not.toMatch(/[^\r]\n/)
    expect(stored.endsWith('\r\n\r\nline\r\nline\r\n')).toBe(true)
  })

  test('gets its From header from Source if it has none', async () => {
    const { send, files, read } = await startSes()
    await send({ Source: 'Zoë <zoe@example.com>', RawMessage: { Data: message(ann) } })
    const parsed = await simpleParser(Buffer.from(await read((await files())[0] ?? ''), 'latin1'))
    expect(parsed.from?.value).toEqual([{ name: 'Zoë', address: 'zoe@example.com' }])
  })

  test('sorts by acceptance even if the clock was moved back', async () => {
    let now = new Date('2026-03-02T00:00:00Z')
    const { send, files } = await startSes({ now: () => now })
    const first = await send()
    now = new Date('2026-03-01T00:00:00Z')
    const second = await send()
    const ids = (await files()).map((file) => file.split('-').slice(2).join('-').replace('.eml', ''))
    expect(ids).toEqual([first.MessageId, second.MessageId])
  })
})

describe('the list of mails', () => {
  test('lists the newest first and continues after a given mail', async () => {
    const { ses, send } = await startSes()
    const ids: (string | undefined)[] = []
    for (let count = 0; count < 5; count++) ids.unshift((await send()).MessageId)
    expect(ses.mails({ limit: 2 }).map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect(ses.mails({ limit: 2, before: ids[1] ?? '' }).map(({ id }) => id)).toEqual(ids.slice(2, 4))
    expect(ses.mails({ limit: 2, before: 'unknown' })).toEqual([])
  })

  test('shows subject, source, destinations, tags and size of each', async () => {
    const { ses, send, files, read } = await startSes({ now: () => new Date('2026-03-01T07:00:00Z') })
    const { MessageId } = await send({
      Source: 'bounces@example.com',
      Destinations: ['bob@example.org', 'Eve <eve@example.org>'],
      RawMessage: { Data: message(news, ann, 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=') },
      ConfigurationSetName: 'main',
      Tags: [{ Name: 'issue', Value: '7' }],
    })
    const [file = ''] = await files()
    expect(ses.mails({ limit: 9 })).toEqual([
      {
        id: MessageId,
        at: '2026-03-01T07:00:00.000Z',
        source: 'bounces@example.com',
        destinations: ['bob@example.org', 'eve@example.org'],
        subject: 'Grüße',
        configurationSet: 'main',
        tags: { issue: '7' },
        file,
        size: (await read(file)).length,
      },
    ])
  })

  test('takes recipients from To, Cc and Bcc, groups included, when none are named', async () => {
    const { ses, send } = await startSes()
    const headers = [
      news,
      'To: A: ann@example.org, bob@example.org;',
      'Cc: "E, E" <eve@example.org>',
      'Bcc: x@example.org',
    ]
    await send({ RawMessage: { Data: message(...headers) } })
    expect(ses.mails({ limit: 1 })[0]?.destinations).toEqual([
      'ann@example.org',
      'bob@example.org',
      'eve@example.org',
      'x@example.org',
    ])
  })
})

describe('a request that SES refuses', () => {
  const long = 'x'.repeat(999)
  const many = Array.from({ length: 51 }, (_, number) => `r${number}@example.org`)
  const raw = (...headers: string[]) => ({ RawMessage: { Data: message(...headers) } })
  test.each([
    ['no From and no Source', raw(ann), "Missing required header 'From'."],
    ['no recipient', raw(news), "Missing required header 'To'."],
    ['an address without domain', raw(news, 'To: ann'), "Missing final '@domain'"],
    ['a space in an address', { Destinations: ['"a b"@example.org'] }, 'Local address contains control or whitespace'],
    ['a non-ASCII local part', { Destinations: ['zoë@example.org'] }, 'Local address contains control or whitespace'],
    ['an empty domain label', { Destinations: ['ann@example..org'] }, 'Domain contains dot-dot'],
    ['a domain without dot', { Destinations: ['ann@localhost'] }, 'Illegal address'],
    ['an underscore in the domain', { Destinations: ['ann@ex_ample.org'] }, 'Domain contains illegal character'],
    ['a Source that smuggles a header', { Source: 'a@example.com\r\nBcc: b@example.org' }, /control or whitespace/],
    ['51 recipients', { Destinations: many }, 'Recipient count exceeds 50.'],
    ['two To headers', raw(news, ann, ann), "Duplicate header 'To'."],
    ['a header line without a name', raw(news, ann, ': value'), 'Empty header names are illegal.'],
    ['a line over 1000 characters', raw(news, ann, `X-Long: ${long}`), /1000 characters/],
    ['no blank line', { RawMessage: { Data: Buffer.from(`${news}\r\n${ann}\r\n`) } }, /blank line/],
    ['an empty message', { RawMessage: { Data: Buffer.from('') } }, 'Empty raw message.'],
    [
      'a message over 10 MB',
      { RawMessage: { Data: Buffer.alloc(10 * 1024 * 1024 + 1) } },
      /more than 10485760 bytes long/,
    ],
    ['a tag with a colon', { Tags: [{ Name: 'a', Value: 'b:c' }] }, /^Invalid tag value <b:c>: only alphanumeric/],
    ['a nameless tag', { Tags: [{ Name: '', Value: 'b' }] }, 'The tag name must be specified.'],
    [
      'a tag over 255 characters',
      { Tags: [{ Name: 'a', Value: 'b'.repeat(256) }] },
      'Tag value cannot exceed 255 characters.',
    ],
    ['a tag in a header with a space', raw(news, ann, 'X-SES-MESSAGE-TAGS: a=b c'), /^Invalid tag value <b c>/],
  ])('with %s is answered InvalidParameterValue, and nothing is kept', async (_what, input, reason) => {
    const { send, files, ses } = await startSes()
    await expect(send(input)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: typeof reason === 'string' ? reason : expect.stringMatching(reason),
      $metadata: { httpStatusCode: 400 },
    })
    expect([await files(), ses.mails({ limit: 9 }), ses.pendingEvents(9)]).toEqual([[], [], []])
  })

  test('for a configuration set that does not exist says so, whether a parameter or a header names it', async () => {
    const { send } = await startSes({ configurationSets: [{ name: 'main' }] })
    const unknown = { name: 'ConfigurationSetDoesNotExistException', message: /<other> does not exist/ }
    await expect(send({ ConfigurationSetName: 'other' })).rejects.toMatchObject({
      ...unknown,
      message: expect.stringMatching(unknown.message),
    })
    const data = message(news, ann, 'X-SES-CONFIGURATION-SET: other')
    await expect(send({ RawMessage: { Data: data } })).rejects.toMatchObject({ name: unknown.name })
    await expect(send({ ConfigurationSetName: 'main' })).resolves.toBeDefined()
  })

  test('for another operation is answered InvalidAction', async () => {
    const { client } = await startSes()
    await expect(client.send(new ListTemplatesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      $metadata: { httpStatusCode: 400 },
    })
  })
})

describe('tags and configuration set', () => {
  test('in headers are honoured', async () => {
    const { ses, send } = await startSes()
    const headers = ['X-SES-CONFIGURATION-SET: main', 'X-SES-MESSAGE-TAGS: issue=7, delivery=d_1']
    await send({ RawMessage: { Data: message(news, ann, ...headers) } })
    expect(ses.mails({ limit: 1 })[0]).toMatchObject({
      configurationSet: 'main',
      tags: { issue: '7', delivery: 'd_1' },
    })
  })

  test('in parameters replace those in headers', async () => {
    const { ses, send } = await startSes()
    const headers = ['X-SES-CONFIGURATION-SET: header', 'X-SES-MESSAGE-TAGS: issue=7']
    await send({
      RawMessage: { Data: message(news, ann, ...headers) },
      ConfigurationSetName: 'parameter',
      Tags: [{ Name: 'part', Value: 'p' }],
    })
    expect(ses.mails({ limit: 1 })[0]).toMatchObject({ configurationSet: 'parameter', tags: { part: 'p' } })
  })
})

describe('the account', () => {
  test('counts recipients by the quarter of an hour', async () => {
    let now = new Date('2026-03-01T07:14:00Z')
    const { client, send } = await startSes({ now: () => now })
    await send({
      Destinations: ['a@example.org', 'bounce@simulator.amazonses.com', 'complaint@simulator.amazonses.com'],
    })
    now = new Date('2026-03-01T07:15:00Z')
    await send()
    const { SendDataPoints } = await client.send(new GetSendStatisticsCommand({}))
    expect(SendDataPoints).toEqual([
      { Timestamp: new Date('2026-03-01T07:00:00Z'), DeliveryAttempts: 3, Bounces: 1, Complaints: 1, Rejects: 0 },
      { Timestamp: new Date('2026-03-01T07:15:00Z'), DeliveryAttempts: 1, Bounces: 0, Complaints: 0, Rejects: 0 },
    ])
  })
})
