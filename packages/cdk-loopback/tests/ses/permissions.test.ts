import { GetSendQuotaCommand } from '@aws-sdk/client-ses'
import { expect, test } from 'vitest'
import { message, startSes } from './ses-fixture.ts'

const arn = (resource: string) => `arn:aws:ses:us-east-1:000000000000:${resource}`

test('a mail needs the permission on the identity that SES picks, and on its configuration set', async () => {
  const { send, calls } = await startSes({ identities: [{ name: 'example.com' }, { name: 'returns@example.net' }] })
  const headers = ['From: The News <news@post.example.com>', 'To: ann@example.org', 'Return-Path: returns@example.net']
  await send({ Source: 'x@example.com', ConfigurationSetName: 'main', RawMessage: { Data: message(...headers) } })
  const context = {
    'ses:FromAddress': ['news@post.example.com'],
    'ses:FromDisplayName': ['The News'],
    'ses:FeedbackAddress': ['returns@example.net'],
    'ses:Recipients': ['ann@example.org'],
  }
  const resources = ['identity/example.com', 'identity/returns@example.net', 'configuration-set/main']
  expect(calls).toEqual([
    {
      operation: 'SendRawEmail',
      resource: 'example.com',
      key: 'ann@example.org',
      permissions: resources.map((resource) => ({ action: 'ses:SendRawEmail', resource: arn(resource), context })),
    },
  ])
})

test('an address that is not verified is checked under its own name', async () => {
  const { send, calls } = await startSes({ identities: [] })
  await expect(send()).rejects.toThrow()
  expect(calls[0]?.permissions.map(({ resource }) => resource)).toEqual([arn('identity/news@example.com')])
})

test('in the sandbox a mail also needs the permission on its recipients’ identities', async () => {
  const { send, calls } = await startSes({
    sandbox: true,
    identities: [{ name: 'example.com' }, { name: 'a@b.example' }],
  })
  const Destinations = ['a@b.example', 'c@b.example', 'success@simulator.amazonses.com']
  await expect(send({ Destinations })).rejects.toThrow('failed the check in region US-EAST-1: c@b.example')
  expect(calls[0]?.permissions.map(({ resource }) => resource)).toEqual(
    ['example.com', 'a@b.example', 'c@b.example'].map((name) => arn(`identity/${name}`)),
  )
})

test('the default configuration set of the identity needs the permission, too', async () => {
  const { send, calls } = await startSes({ identities: [{ name: 'example.com', configurationSet: 'main' }] })
  await send()
  expect(calls[0]?.permissions.at(-1)?.resource).toBe(arn('configuration-set/main'))
})

test('reading the quota needs a permission on everything', async () => {
  const { client, calls } = await startSes()
  await client.send(new GetSendQuotaCommand({}))
  expect(calls).toEqual([{ operation: 'GetSendQuota', permissions: [{ action: 'ses:GetSendQuota', resource: '*' }] }])
})
