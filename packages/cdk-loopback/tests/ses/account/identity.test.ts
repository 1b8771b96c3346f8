import {
  DeleteIdentityCommand,
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
  ListIdentitiesCommand,
  VerifyDomainDkimCommand,
  VerifyDomainIdentityCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses'
import { describe, expect, test } from 'vitest'
import { pickIdentity } from '../../../src/ses/account/identity.ts'
import { message, startSes } from '../ses-fixture.ts'

const ann = 'To: ann@example.org'
const from = (address: string) => ({ RawMessage: { Data: message(`From: News <${address}>`, ann) } })
const rejected = (...addresses: readonly string[]) => ({
  name: 'MessageRejected',
  message: `Email address is not verified. The following identities failed the check in region US-EAST-1: ${addresses.join(', ')}`,
  $metadata: { httpStatusCode: 400 },
})

describe('SES picks for an address', () => {
  test.each([
    [['a@news.example.com', 'news.example.com', 'example.com'], 'a@news.example.com'],
    [['news.example.com', 'example.com'], 'news.example.com'],
    [['example.com'], 'example.com'],
    [['b@news.example.com', 'ws.example.com', 'A@news.example.com'], undefined],
  ])('of %j the identity %s', (names, picked) => {
    const find = (name: string) => (names.includes(name) ? { name } : undefined)
    expect(pickIdentity('a@news.example.com', find)?.name).toBe(picked)
  })
})

describe('a sender is accepted if the account has an identity of', () => {
  test.each([
    ['its address', 'Post@news.example.com'],
    ['its domain', 'News.Example.com'],
    ['a parent domain', 'example.com'],
  ])('%s', async (_what, name) => {
    const { send } = await startSes({ identities: [{ name }] })
    await expect(send(from('Post@news.example.com'))).resolves.toBeDefined()
  })
})

describe('a mail is rejected if the account has no identity of', () => {
  test('the From address, whatever Source is', async () => {
    const { send, files } = await startSes()
    const mail = { ...from('news@example.net'), Source: 'news@example.com' }
    await expect(send(mail)).rejects.toMatchObject(rejected('news@example.net'))
    expect(await files()).toEqual([])
  })

  test('the Source, the Sender and the Return-Path, all of which are named', async () => {
    const { send } = await startSes()
    const fields = ['From: a@example.com', 'Sender: c@example.net', 'Return-Path: <d@example.net>', ann]
    const mail = { Source: 'b@example.net', RawMessage: { Data: message(...fields) } }
    await expect(send(mail)).rejects.toMatchObject(rejected('b@example.net', 'c@example.net', 'd@example.net'))
  })

  test('an address that differs in case from a verified one', async () => {
    const { send } = await startSes({ identities: [{ name: 'News@example.com' }] })
    await expect(send(from('news@example.com'))).rejects.toMatchObject(rejected('news@example.com'))
  })
})

describe('in the sandbox', () => {
  test('recipients must be verified, too, except those of the simulator', async () => {
    const { send } = await startSes({ sandbox: true, quota: { max24HourSend: 200, maxSendRate: 100 } })
    const recipients = ['ann@example.org', 'bob@example.com', 'success@simulator.amazonses.com']
    await expect(send({ Destinations: recipients })).rejects.toMatchObject(rejected('ann@example.org'))
    await expect(send({ Destinations: recipients.slice(1) })).resolves.toBeDefined()
  })

  test('200 recipients a day and one a second are allowed', async () => {
    const now = () => new Date('2026-03-01T00:00:00Z')
    const { ses, send } = await startSes({ sandbox: true, now })
    await send({ Destinations: ['bob@example.com'] })
    await expect(send({ Destinations: ['bob@example.com'] })).rejects.toMatchObject({ name: 'Throttling' })
    ses.setQuota({ max24HourSend: 200, maxSendRate: 1000 })
    const fifty = Array.from({ length: 50 }, (_, number) => `r${number}@example.com`)
    for (const destinations of [fifty, fifty, fifty]) await send({ Destinations: destinations })
    await expect(send({ Destinations: fifty })).rejects.toMatchObject({ message: 'Daily message quota exceeded.' })
  })
})

describe('an identity', () => {
  test('can be added and deleted by the operator, and survives a restart', async () => {
    const first = await startSes({ identities: [] })
    await expect(first.send()).rejects.toMatchObject({ name: 'MessageRejected' })
    await first.client.send(new VerifyDomainIdentityCommand({ Domain: 'Example.com' }))
    await first.client.send(new VerifyEmailIdentityCommand({ EmailAddress: 'A@example.org' }))
    await first.send()
    await first.stop()
    const { client, send } = await startSes({ folder: first.folder, identities: [] })
    await send()
    expect((await client.send(new ListIdentitiesCommand({}))).Identities).toEqual(['A@example.org', 'example.com'])
    await client.send(new DeleteIdentityCommand({ Identity: 'example.com' }))
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' })
  })

  test('of the configuration disappears when the configuration no longer has it', async () => {
    const first = await startSes()
    await first.send()
    await first.stop()
    const { send } = await startSes({ folder: first.folder, identities: [{ name: 'example.net' }] })
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' })
  })

  test('has the status Success; others are not described', async () => {
    const { client } = await startSes({ identities: [{ name: 'example.com' }, { name: 'a@example.org' }] })
    const Identities = ['example.com', 'a@example.org', 'b@example.org']
    const verified = await client.send(new GetIdentityVerificationAttributesCommand({ Identities }))
    expect(verified.VerificationAttributes).toEqual({
      'example.com': { VerificationStatus: 'Success', VerificationToken: 'local' },
      'a@example.org': { VerificationStatus: 'Success' },
    })
    const signed = await client.send(new GetIdentityDkimAttributesCommand({ Identities }))
    const DkimTokens = ['local1', 'local2', 'local3']
    expect(signed.DkimAttributes).toEqual({
      'example.com': { DkimEnabled: true, DkimVerificationStatus: 'Success', DkimTokens },
      'a@example.org': { DkimEnabled: false, DkimVerificationStatus: 'NotStarted' },
    })
    const created = await client.send(new VerifyDomainDkimCommand({ Domain: 'example.net' }))
    expect(created.DkimTokens).toEqual(DkimTokens)
    const domains = await client.send(new ListIdentitiesCommand({ IdentityType: 'Domain' }))
    expect(domains.Identities).toEqual(['example.com', 'example.net'])
  })

  test('must be an address or a domain', async () => {
    const { client } = await startSes()
    const invalid = { name: 'InvalidParameterValue' }
    for (const name of ['example.com', 'a b@example.com']) {
      const command = new VerifyEmailIdentityCommand({ EmailAddress: name })
      await expect(client.send(command)).rejects.toMatchObject(invalid)
    }
    for (const name of ['a@example.com', 'localhost', 'ex ample.com']) {
      const command = new VerifyDomainIdentityCommand({ Domain: name })
      await expect(client.send(command)).rejects.toMatchObject(invalid)
    }
  })
})

describe('the default configuration set of the identity', () => {
  const identities = [{ name: 'example.com', configurationSet: 'default' }]

  test('applies to a mail that names none', async () => {
    const { ses, send } = await startSes({ identities })
    await send()
    await send({ ConfigurationSetName: 'own' })
    expect(ses.pendingEvents(9).map(({ configurationSet }) => configurationSet)).toEqual([
      ...['default', 'default', 'own', 'own'],
    ])
    expect(ses.mails({ limit: 9 }).map(({ configurationSet }) => configurationSet)).toEqual(['own', 'default'])
  })

  test('must exist', async () => {
    const { send } = await startSes({ identities, configurationSets: [{ name: 'own' }] })
    await expect(send()).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' })
    await send({ ConfigurationSetName: 'own' })
  })
})
