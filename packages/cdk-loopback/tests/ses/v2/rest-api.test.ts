import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  ListContactListsCommand,
  ListEmailIdentitiesCommand,
  ListSuppressedDestinationsCommand,
  type ListSuppressedDestinationsCommandInput,
  PutAccountSendingAttributesCommand,
  PutSuppressedDestinationCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2'
import { simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SesOptions } from '../../../src/ses/ses-service.ts'
import { operator } from '../../operator.ts'
import { message, startSes } from '../ses-fixture.ts'

async function start(options: Partial<SesOptions> = {}) {
  const started = await startSes(options)
  const v2 = new SESv2Client({ endpoint: started.url, region: 'us-east-1', credentials: operator, maxAttempts: 1 })
  onTestFinished(() => v2.destroy())
  return { ...started, v2 }
}

const simple: SendEmailCommandInput = {
  FromEmailAddress: 'Zoë <news@example.com>',
  Destination: { ToAddresses: ['ann@example.org'], BccAddresses: ['hidden@example.org'] },
  Content: {
    Simple: {
      Subject: { Data: 'Grüße' },
      Body: { Text: { Data: 'Guten Tag\n' } },
      Headers: [{ Name: 'X-Kind', Value: 'test' }],
    },
  },
}
/** The simple mail with other parts. */
const withParts = (parts: object): SendEmailCommandInput => ({
  ...simple,
  Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'x' } }, ...parts } },
})
const injected = { Headers: [{ Name: 'X-Kind', Value: 'a\r\nBcc: eve@example.org' }] }
const raw: SendEmailCommandInput = { Content: { Raw: { Data: message() } } }

describe('SendEmail', () => {
  test('sends a simple mail', async () => {
    const { v2, ses, files, read, calls, events } = await start()
    const EmailTags = [{ Name: 'issue', Value: '7' }]
    const { MessageId } = await v2.send(new SendEmailCommand({ ...simple, EmailTags, ConfigurationSetName: 'main' }))
    expect(ses.mails({ limit: 9 })).toMatchObject([
      { id: MessageId, destinations: ['ann@example.org', 'hidden@example.org'], tags: { issue: '7' } },
    ])
    const parsed = await simpleParser(Buffer.from(await read((await files())[0] ?? ''), 'latin1'))
    expect(parsed).toMatchObject({ subject: 'Grüße', text: 'Guten Tag\n' })
    expect([parsed.bcc, parsed.headers.get('x-kind')]).toEqual([undefined, 'test'])
    expect(events().map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery'])
    expect(calls[0]).toMatchObject({ operation: 'SendEmail', permissions: [{ action: 'ses:SendEmail' }, {}] })
  })

  test('sends a raw mail, for which IAM has another action', async () => {
    const { v2, ses, calls } = await start()
    const { MessageId } = await v2.send(new SendEmailCommand(raw))
    expect(ses.mails({ limit: 9 })).toMatchObject([{ id: MessageId, subject: 'Hello' }])
    expect(calls[0]).toMatchObject({ operation: 'SendEmail', permissions: [{ action: 'ses:SendRawEmail' }] })
  })

  test.each<[string, SendEmailCommandInput, string, number, RegExp]>([
    ['an unverified sender', { ...simple, FromEmailAddress: 'a@example.net' }, 'MessageRejected', 400, /not verified/],
    ['an unknown configuration set', { ...raw, ConfigurationSetName: 'other' }, 'NotFoundException', 404, /<other>/],
    ['an invalid address', { ...raw, Destination: { ToAddresses: ['ann'] } }, 'BadRequestException', 400, /@domain/],
    ['a template', { Content: { Template: { TemplateName: 't' } } }, 'BadRequestException', 400, /Content/],
    [
      'a line end in the subject',
      withParts({ Subject: { Data: 'a\r\nBcc: b' } }),
      'BadRequestException',
      400,
      /Control/,
    ],
    ['a line end in a header', withParts(injected), 'BadRequestException', 400, /Headers.0.Value/],
    ['a header without a name', withParts({ Headers: [{ Name: '', Value: 'a' }] }), 'BadRequestException', 400, /Name/],
    [
      'an unknown character set',
      withParts({ Subject: { Data: 'a', Charset: 'latin-99' } }),
      'BadRequestException',
      400,
      /latin-99/,
    ],
    ['a tenant', { ...raw, TenantName: 't' }, 'BadRequestException', 400, /TenantName/],
  ])('with %s is refused', async (_what, input, name, status, reason) => {
    const { v2, files } = await start({ configurationSets: [{ name: 'main' }] })
    await expect(v2.send(new SendEmailCommand(input))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(reason),
      $metadata: { httpStatusCode: status },
    })
    expect(await files()).toEqual([])
  })

  test('above the rate is throttled', async () => {
    const { v2 } = await start({ quota: { max24HourSend: 0, maxSendRate: 1 } })
    await expect(v2.send(new SendEmailCommand(raw))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    })
  })
})

describe('the account', () => {
  test('shows its access, quota and suppression', async () => {
    const now = () => new Date('2026-03-01T00:00:00Z')
    const { v2 } = await start({ now })
    await v2.send(new SendEmailCommand(raw))
    expect(await v2.send(new GetAccountCommand({}))).toMatchObject({
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      EnforcementStatus: 'HEALTHY',
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 1 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    })
    const { v2: sandboxed } = await start({ sandbox: true })
    expect(await sandboxed.send(new GetAccountCommand({}))).toMatchObject({ ProductionAccessEnabled: false })
  })

  test('can be paused', async () => {
    const { v2 } = await start()
    await v2.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }))
    expect(await v2.send(new GetAccountCommand({}))).toMatchObject({ SendingEnabled: false })
    await expect(v2.send(new SendEmailCommand(raw))).rejects.toMatchObject({ name: 'SendingPausedException' })
    await v2.send(new PutAccountSendingAttributesCommand({ SendingEnabled: true }))
    await v2.send(new SendEmailCommand(raw))
  })
})

describe('identities', () => {
  test('are created, described, listed and deleted', async () => {
    const { v2, calls } = await start({ identities: [], configurationSets: [{ name: 'main' }] })
    const domain = { EmailIdentity: 'example.com', ConfigurationSetName: 'main' }
    expect(await v2.send(new CreateEmailIdentityCommand(domain))).toMatchObject({
      IdentityType: 'DOMAIN',
      VerifiedForSendingStatus: true,
      DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['local1', 'local2', 'local3'] },
    })
    await v2.send(new CreateEmailIdentityCommand({ EmailIdentity: 'a+b@example.org' }))
    expect(await v2.send(new GetEmailIdentityCommand({ EmailIdentity: 'a+b@example.org' }))).toMatchObject({
      IdentityType: 'EMAIL_ADDRESS',
      VerificationStatus: 'SUCCESS',
      DkimAttributes: { Status: 'NOT_STARTED' },
    })
    const found = await v2.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' }))
    expect(found.ConfigurationSetName).toBe('main')
    const first = await v2.send(new ListEmailIdentitiesCommand({ PageSize: 1 }))
    expect(first.EmailIdentities?.map(({ IdentityName }) => IdentityName)).toEqual(['a+b@example.org'])
    const second = await v2.send(new ListEmailIdentitiesCommand({ PageSize: 1, NextToken: first.NextToken }))
    expect(second.EmailIdentities?.map(({ IdentityName }) => IdentityName)).toEqual(['example.com'])
    await v2.send(new DeleteEmailIdentityCommand({ EmailIdentity: 'example.com' }))
    await expect(v2.send(new SendEmailCommand(raw))).rejects.toMatchObject({ name: 'MessageRejected' })
    const arn = 'arn:aws:ses:us-east-1:000000000000:identity/example.com'
    expect(calls[0]?.permissions).toEqual([{ action: 'ses:CreateEmailIdentity', resource: arn }])
  })

  test('that exist cannot be created again, and those that do not exist are not found', async () => {
    const { v2 } = await start({ configurationSets: [{ name: 'main' }] })
    await expect(v2.send(new CreateEmailIdentityCommand({ EmailIdentity: 'Example.com' }))).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    })
    const missing = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } }
    for (const Command of [GetEmailIdentityCommand, DeleteEmailIdentityCommand]) {
      const command = new Command({ EmailIdentity: 'example.net' })
      await expect(v2.send(command as GetEmailIdentityCommand)).rejects.toMatchObject(missing) // both take the same input
    }
    const withoutSet = { EmailIdentity: 'example.net', ConfigurationSetName: 'other' }
    await expect(v2.send(new CreateEmailIdentityCommand(withoutSet))).rejects.toMatchObject(missing)
  })
})

describe('the suppression list', () => {
  const ann = { EmailAddress: 'Ann+x@example.org' }

  test('takes an address, keeps mail from it, and releases it', async () => {
    const now = () => new Date('2026-03-01T07:00:00Z')
    const { v2, events } = await start({ now })
    await v2.send(new PutSuppressedDestinationCommand({ ...ann, Reason: 'BOUNCE' }))
    const { SuppressedDestination } = await v2.send(new GetSuppressedDestinationCommand(ann))
    const listed = { EmailAddress: 'ann+x@example.org', Reason: 'BOUNCE', LastUpdateTime: now() }
    expect(SuppressedDestination).toEqual(listed)
    const mail = { ...raw, ConfigurationSetName: 'main', Destination: { ToAddresses: [ann.EmailAddress] } }
    await v2.send(new SendEmailCommand(mail))
    expect(events().at(-1)?.bounce).toMatchObject({ bounceSubType: 'OnAccountSuppressionList' })
    await v2.send(new DeleteSuppressedDestinationCommand(ann))
    await v2.send(new SendEmailCommand(mail))
    expect(events().at(-1)?.eventType).toBe('Delivery')
    await expect(v2.send(new DeleteSuppressedDestinationCommand(ann))).rejects.toMatchObject({
      name: 'NotFoundException',
    })
    await expect(v2.send(new GetSuppressedDestinationCommand(ann))).rejects.toMatchObject({ name: 'NotFoundException' })
  })

  test('names the mail and the report that put an address on it', async () => {
    const { v2, ses, events } = await start()
    const { MessageId = '' } = await v2.send(new SendEmailCommand({ ...raw, ConfigurationSetName: 'main' }))
    ses.report(MessageId, 'complaint')
    const { SuppressedDestination } = await v2.send(
      new GetSuppressedDestinationCommand({ EmailAddress: 'ann@example.org' }),
    )
    const { Reason, Attributes } = SuppressedDestination ?? {}
    expect([Reason, Attributes?.MessageId]).toEqual(['COMPLAINT', MessageId])
    expect(events().at(-1)?.complaint).toMatchObject({ feedbackId: Attributes?.FeedbackId })
  })

  test('is listed by reason and time, page by page', async () => {
    let time = Date.parse('2026-03-01T00:00:00Z')
    const { v2 } = await start({ now: () => new Date(time) })
    for (const [index, name] of ['c', 'a', 'b', 'd'].entries()) {
      const Reason = index % 2 === 0 ? 'BOUNCE' : 'COMPLAINT'
      await v2.send(new PutSuppressedDestinationCommand({ EmailAddress: `${name}@example.org`, Reason }))
      time += 3_600_000
    }
    const list = async (input: ListSuppressedDestinationsCommandInput) => {
      const { SuppressedDestinationSummaries = [], NextToken } = await v2.send(
        new ListSuppressedDestinationsCommand(input),
      )
      return { names: SuppressedDestinationSummaries.map(({ EmailAddress }) => EmailAddress?.[0]).join(''), NextToken }
    }
    expect((await list({})).names).toBe('abcd')
    expect((await list({ Reasons: ['BOUNCE'] })).names).toBe('bc')
    const window = { StartDate: new Date('2026-03-01T01:00:00Z'), EndDate: new Date('2026-03-01T02:00:00Z') }
    expect((await list(window)).names).toBe('ab')
    const page = await list({ PageSize: 3 })
    expect(page.names).toBe('abc')
    expect(await list({ PageSize: 3, NextToken: page.NextToken })).toEqual({ names: 'd', NextToken: undefined })
  })

  test('takes no address from an account in the sandbox', async () => {
    const { v2 } = await start({ sandbox: true })
    const command = new PutSuppressedDestinationCommand({ ...ann, Reason: 'BOUNCE' })
    await expect(v2.send(command)).rejects.toMatchObject({ name: 'BadRequestException' })
  })
})

test('an operation that the embedded SES lacks is refused', async () => {
  const { v2 } = await start()
  await expect(v2.send(new ListContactListsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    $metadata: { httpStatusCode: 404 },
  })
})

test('configuration sets are described with their destinations', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:Events'
  const destinations = [{ topicArn, eventTypes: ['send', 'deliveryDelay'] }]
  const { v2 } = await start({ configurationSets: [{ name: 'Mails', suppressedReasons: ['BOUNCE'], destinations }] })
  const named = { ConfigurationSetName: 'Mails' }
  expect((await v2.send(new GetConfigurationSetCommand(named))).SuppressionOptions).toEqual({
    SuppressedReasons: ['BOUNCE'],
  })
  const { EventDestinations } = await v2.send(new GetConfigurationSetEventDestinationsCommand(named))
  expect(EventDestinations).toEqual([
    {
      ...{ Name: 'Events', Enabled: true, MatchingEventTypes: ['SEND', 'DELIVERY_DELAY'] },
      SnsDestination: { TopicArn: topicArn },
    },
  ])
  for (const Command of [GetConfigurationSetCommand, GetConfigurationSetEventDestinationsCommand])
    await expect(v2.send(new Command({ ConfigurationSetName: 'None' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    })
})
