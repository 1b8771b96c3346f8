import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { UpdateAccountSendingEnabledCommand } from '@aws-sdk/client-ses'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import { AwsError } from 'cdk-loopback/aws-service'
import { createFaults } from 'cdk-loopback/faults'
import { createIdentities } from 'cdk-loopback/identities'
import { openSes } from 'cdk-loopback/ses/ses-service'
import { expect, onTestFinished, test } from 'vitest'
import { createSes } from '../../../aws/clients.ts'
import { mailSender } from '../../../aws/deliveries/mail-sender.ts'
import type { Mail, Submission } from '../../../core/mail/submission.ts'

const mail: Mail = {
  source: 'news@example.com',
  destination: 'ada@example.org',
  raw: Buffer.from('From: news@example.com\r\nTo: ada@example.org\r\nSubject: x\r\n\r\nText\r\n'),
  tags: { issue: 'daily-1', delivery: 'ab01' },
}

async function open() {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-ses-'))
  const ses = openSes({
    folder,
    mailFolder: path.join(folder, 'mail'),
    configurationSets: [{ name: 'set' }],
    identities: [{ name: mail.source }],
  })
  const faults = createFaults({ kill: () => {} })
  const identities = createIdentities()
  const credentials = identities.add('tester')
  const endpoint = await startAwsEndpoint({ ses }, { identities, interceptor: faults.interceptor })
  const client = createSes({ endpoint: endpoint.url, region: 'us-east-1', credentials })
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
    await ses.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { ses, faults, client, sender: mailSender(client, 'set') }
}

test('a submitted mail has its tags and the configuration set', async () => {
  const { ses, sender } = await open()
  const result = await sender.submit(mail)
  const [captured] = ses.mails({ limit: 9 })
  expect(result).toEqual({ kind: 'submitted', messageId: captured?.id })
  expect(captured).toMatchObject({ tags: mail.tags, configurationSet: 'set', destinations: [mail.destination] })
})

const unverified = (address: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${address}`

test.each<[string, AwsError | 'drop', Submission['kind']]>([
  ['a rate that is too high', new AwsError('Throttling', 400, 'Maximum sending rate exceeded.'), 'throttled'],
  [
    'a rate that is too high, as newer endpoints report it',
    new AwsError('ThrottlingException', 429, 'Slow down'),
    'throttled',
  ],
  ['a recipient outside the sandbox', new AwsError('MessageRejected', 400, unverified('ada@example.org')), 'rejected'],
  ['a sender that is not verified', new AwsError('MessageRejected', 400, unverified('news@example.com')), 'refused'],
  ['an invalid address', new AwsError('InvalidParameterValue', 400, 'Illegal address'), 'rejected'],
  ['a missing permission', new AwsError('AccessDenied', 403, 'no'), 'refused'],
  ['an internal error of SES', new AwsError('InternalFailure', 500, 'oops'), 'unknown'],
  ['a connection that breaks', 'drop', 'unknown'],
])('with %s the submission is %3$s', async (_what, error, kind) => {
  const { faults, sender } = await open()
  faults.add(error === 'drop' ? { fault: 'lose-response' } : { fault: 'fail', error })
  expect((await sender.submit(mail)).kind).toBe(kind)
})

test('an exhausted daily quota is distinguished from a rate that is too high', async () => {
  const { ses, faults, sender } = await open()
  faults.add({ fault: 'throttle' })
  expect(await sender.submit(mail)).toEqual({ kind: 'throttled', spent: false })
  ses.setQuota({ max24HourSend: 0, maxSendRate: 10 })
  expect(await sender.submit(mail)).toEqual({ kind: 'throttled', spent: true })
})

test('while sending is paused for the account, mails wait as long as for a new quota', async () => {
  const { client, sender } = await open()
  await client.send(new UpdateAccountSendingEnabledCommand({ Enabled: false }))
  expect(await sender.submit(mail)).toEqual({ kind: 'throttled', spent: true })
})

test('without its configuration set a mail is refused', async () => {
  const { client } = await open()
  expect((await mailSender(client, 'none').submit(mail)).kind).toBe('refused')
})

test('the quota is read from GetSendQuota', async () => {
  const { ses, sender } = await open()
  ses.setQuota({ max24HourSend: 200, maxSendRate: 7 })
  expect(await sender.getQuota()).toEqual({ perSecond: 7, perDay: 200, sentToday: 0 })
})
