import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startAwsEndpoint } from 'cdk-loopback/aws-endpoint'
import type { AwsService } from 'cdk-loopback/aws-service'
import { createIdentities } from 'cdk-loopback/identities'
import { openQueues } from 'cdk-loopback/queues/queue-service'
import { openSes } from 'cdk-loopback/ses/ses-service'
import { expect, onTestFinished, test } from 'vitest'
import { createSes } from '../../../aws/clients.ts'
import { mailSender } from '../../../aws/deliveries/mail-sender.ts'
import { followEvents, readEvent } from '../../../aws/local/event-queue.ts'
import { mailTag, sesTransport } from '../../../aws/local/ses-transport.ts'

const account = '000000000000'
const raw = Buffer.from('From: news@readers.press\r\nTo: ada@readers.press\r\nSubject: x\r\n\r\nText\r\n')
const mail = {
  id: '0100-local',
  sender: 'news@readers.press',
  recipient: 'ada@readers.press',
  tags: { issue: 'daily-1' },
  raw,
}
const identities = ['news@readers.press', 'readers.press']
const topicArn = `arn:aws:sns:us-east-1:${account}:Events`
const eventTypes = ['send', 'delivery', 'bounce', 'complaint', 'reject']

async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-real-ses-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Starts an endpoint that plays AWS: SES, and a queue for its events. */
async function openAws(types = eventTypes) {
  const folder = await temporaryFolder()
  const ses = openSes({
    ...{ folder, mailFolder: path.join(folder, 'mail'), identities: [{ name: 'readers.press' }] },
    configurationSets: [{ name: 'news', destinations: [{ topicArn, eventTypes: types }] }],
  })
  const queues = openQueues({ folder: path.join(folder, 'queues'), region: 'us-east-1', account })
  const services: Record<string, AwsService> = { ses, sqs: queues.sqs }
  const callers = createIdentities()
  const credentials = callers.add('tester')
  const endpoint = await startAwsEndpoint(services, { identities: callers })
  const plan = {
    ...{ logicalId: 'Events', name: 'Events', arn: `arn:aws:sqs:us-east-1:${account}:Events`, attributes: {} },
    url: `${endpoint.url}/${account}/Events`,
  }
  queues.applyPlan({ queues: [plan], topics: [], subscriptions: [] })
  onTestFinished(async () => {
    await endpoint.close()
    await ses.close()
    await queues.close()
  })
  const connection = { endpoint: endpoint.url, region: 'us-east-1', credentials }
  const open = (configurationSet = 'news', names = identities) => {
    const transport = sesTransport({ connection, configurationSet, identities: names })
    onTestFinished(() => transport.close())
    return transport
  }
  return { ses, queues, plan, connection, open }
}

test('a mail goes to the real SES with the configuration set, its tags and its local id', async () => {
  const { ses, open } = await openAws()
  expect(await open().send(mail)).toMatchObject({ kind: 'accepted' })
  expect(ses.mails({ limit: 9 })).toMatchObject([
    { configurationSet: 'news', tags: { issue: 'daily-1', [mailTag]: mail.id }, destinations: [mail.recipient] },
  ])
})

test('nothing is sent without a verified sender, or without a way back for bounces', async () => {
  const { ses, open } = await openAws(['send', 'delivery'])
  for (const transport of [open('news', ['other.press']), open(), open('missing')]) {
    expect(await transport.check()).toMatchObject({ kind: 'refused', step: 'MAIL' })
    expect(await transport.send(mail)).toMatchObject({ kind: 'refused', step: 'MAIL', reason: expect.any(String) })
  }
  expect(await open().check()).toMatchObject({
    reason: expect.stringContaining('reports no BOUNCE, COMPLAINT, REJECT'),
  })
  expect(ses.mails({ limit: 9 })).toEqual([])
})

test('a rate that is too high and a paused account make all mails wait; a malformed address does not', async () => {
  const { ses, open } = await openAws()
  const transport = open()
  expect(await transport.send({ ...mail, recipient: 'a..b@readers..press' })).toMatchObject({ step: 'RCPT', code: 553 })
  ses.setQuota({ max24HourSend: 0, maxSendRate: 1 })
  expect(await transport.send(mail)).toMatchObject({ step: 'MAIL', code: 421 })
  expect(await transport.readQuota()).toEqual({ quota: { max24HourSend: 0, maxSendRate: 1 }, isSandbox: false })
})

test('events come back to the mail of the local SES: its id, and everything that follows from a bounce', async () => {
  const aws = await openAws()
  const folder = await temporaryFolder()
  const transport = aws.open()
  const local = openSes({
    ...{ folder, mailFolder: path.join(folder, 'mail'), transport },
    identities: [{ name: 'readers.press' }],
  })
  const callers = createIdentities()
  const endpoint = await startAwsEndpoint({ ses: local }, { identities: callers })
  const client = createSes({ endpoint: endpoint.url, region: 'us-east-1', credentials: callers.add('tester') })
  const log: string[] = []
  const stop = followEvents({
    ...{ connection: aws.connection, queueUrl: aws.plan.url, publish: local.publish },
    log: (line) => log.push(line),
  })
  onTestFinished(async () => {
    await stop()
    client.destroy()
    await endpoint.close()
    await local.close()
  })
  const sent = await mailSender(client, 'local').submit({
    ...{ source: mail.sender, destination: mail.recipient, raw, tags: { issue: 'daily-1', delivery: 'ab' } },
  })
  const messageId = sent.kind === 'submitted' ? sent.messageId : ''
  await expect.poll(() => aws.ses.mails({ limit: 9 })).toHaveLength(1)
  aws.ses.report(aws.ses.mails({ limit: 1 })[0]?.id ?? '', 'bounce')
  for (const { event } of aws.ses.pendingEvents(9))
    aws.queues.send(aws.plan.arn, JSON.stringify({ Message: JSON.stringify(event) }))
  aws.queues.send(aws.plan.arn, 'Another program wrote this.')
  await expect.poll(() => log).toEqual(['An event of SES belongs to no mail of this stack.'])
  const events = local.pendingEvents(9).map(({ event }) => event)
  expect(events).toMatchObject([
    { eventType: 'Send', mail: { messageId } },
    { eventType: 'Delivery', mail: { messageId } },
    { eventType: 'Bounce', mail: { messageId, tags: { issue: ['daily-1'], delivery: ['ab'] } } },
  ])
})

test('a message that is no event names no mail', () => {
  for (const body of ['', '[]', 'null', '{"Message":"x"}', '{"mail":{}}'])
    expect(readEvent(body).messageId).toBeUndefined()
})

test('without a connection to AWS, the reason says so, and mails wait', async () => {
  const connection = {
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }
  const transport = sesTransport({ connection, configurationSet: 'news', identities })
  onTestFinished(() => transport.close())
  const reason = 'SES in eu-west-1 does not answer (ECONNREFUSED). Check the network and SES_REGION.'
  expect(await transport.check()).toMatchObject({ step: 'MAIL', code: 451, reason })
})
