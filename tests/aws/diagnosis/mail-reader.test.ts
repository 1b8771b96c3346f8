import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { createIdentities } from 'cdk-loopback/identities'
import { openSes } from 'cdk-loopback/ses/ses-service'
import { expect, onTestFinished, test } from 'vitest'
import { mailReader } from '../../../aws/diagnosis/mail-reader.ts'

async function start(sandbox = false) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-ses-'))
  const destinations = [{ topicArn: 'arn:aws:sns:us-east-1:000000000000:Events', eventTypes: ['send', 'bounce'] }]
  const ses = openSes({
    ...{ folder, mailFolder: path.join(folder, 'mail'), sandbox, identities: [{ name: 'example.org' }] },
    configurationSets: [{ name: 'Mails', suppressedReasons: ['BOUNCE'], destinations }],
  })
  const identities = createIdentities()
  const credentials = identities.add('operator')
  const endpoint = await startAwsEndpoint({ ses }, { identities })
  onTestFinished(async () => {
    await endpoint.close()
    await ses.close()
    await rm(folder, { recursive: true })
  })
  const connection = { endpoint: endpoint.url, region: 'us-east-1', credentials }
  return { connection, mail: mailReader(connection, { timeout: 5_000 }) }
}

test('the identities that exist are read, with their DKIM selectors', async () => {
  const { mail } = await start()
  expect(await mail.readIdentities(['news@example.org', 'example.org'])).toEqual({
    kind: 'found',
    value: [
      {
        ...{ name: 'example.org', isVerified: true },
        dkim: { isOn: true, status: 'SUCCESS', selectors: ['local1', 'local2', 'local3'], zone: 'dkim.amazonses.com' },
      },
    ],
  })
})

test('the account says what it may send', async () => {
  const { mail } = await start(true)
  expect(await mail.readAccount()).toMatchObject({
    kind: 'found',
    value: {
      isSandbox: true,
      isEnabled: true,
      enforcement: 'HEALTHY',
      perDay: 200,
      suppresses: ['BOUNCE', 'COMPLAINT'],
    },
  })
})

test('a configuration set has reasons and destinations; one that does not exist has none', async () => {
  const { mail } = await start()
  expect(await mail.readSuppressedReasons('Mails')).toEqual({ kind: 'found', value: ['BOUNCE'] })
  expect(await mail.readEventDestinations('Mails')).toEqual({
    kind: 'found',
    value: [{ isEnabled: true, types: ['SEND', 'BOUNCE'] }],
  })
  expect(await mail.readEventDestinations('None')).toEqual({ kind: 'missing' })
})

test('the suppression list is read up to a limit', async () => {
  const { connection, mail } = await start()
  const client = new SESv2Client(connection)
  for (const EmailAddress of ['a@example.net', 'b@example.net', 'c@example.net'])
    await client.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: 'BOUNCE' }))
  const signal = AbortSignal.timeout(5_000)
  expect(await mail.listSuppressed(10, signal)).toMatchObject({ more: false, addresses: { length: 3 } })
  expect(await mail.listSuppressed(2, signal)).toMatchObject({ more: true, addresses: { length: 2 } })
})

test('without an active rule set, there is none', async () => {
  expect(await (await start()).mail.readActiveRuleSet()).toEqual({ kind: 'missing' })
})

test('a refused signature is a reason, not an error', async () => {
  const { connection } = await start()
  const stranger = { ...connection, credentials: { accessKeyId: 'AKIDSTRANGER', secretAccessKey: 'x' } }
  expect(await mailReader(stranger, { timeout: 5_000 }).readAccount()).toMatchObject({ kind: 'unreadable' })
})
