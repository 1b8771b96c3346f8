import { GetSendStatisticsCommand } from '@aws-sdk/client-ses'
import { expect, test } from 'vitest'
import { startSmtpServer } from '../relay/smtp-server.ts'
import { startSes } from '../ses-fixture.ts'

const main = { ConfigurationSetName: 'main' }

/** Sends a mail, and reports about it. */
async function sendAndReport(ses: Awaited<ReturnType<typeof startSes>>, report: 'bounce' | 'complaint', to: string) {
  const { MessageId = '' } = await ses.send({ ...main, Destinations: [to] })
  ses.ses.report(MessageId, report)
  return MessageId
}

test('a mail can bounce later, with the event of the mail that was sent', async () => {
  const now = () => new Date('2026-03-01T07:00:00Z')
  const started = await startSes({ now })
  const { MessageId } = await started.send({ ...main, Tags: [{ Name: 'issue', Value: '7' }] })
  let calls = 0
  started.ses.onEvents(() => {
    calls += 1
  })
  started.ses.report(MessageId ?? '', 'bounce')
  expect(calls).toBe(1)
  const [, delivery, bounce] = started.events()
  expect(bounce).toMatchObject({
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'ann@example.org' }],
    },
    mail: { messageId: MessageId, timestamp: delivery?.mail.timestamp, destination: ['ann@example.org'] },
  })
  expect(bounce?.mail.tags).toMatchObject({ issue: ['7'], 'ses:configuration-set': ['main'] })
  expect((await started.client.send(new GetSendStatisticsCommand({}))).SendDataPoints).toMatchObject([{ Bounces: 1 }])
})

test.each([
  ['bounce', 'Bounce', { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' }],
  ['complaint', 'Complaint', { complaintSubType: 'OnAccountSuppressionList' }],
] as const)('after a %s, mail to the address is accepted but not sent', async (report, eventType, details) => {
  const smtp = await startSmtpServer()
  const started = await startSes({ smtpUrl: smtp.url })
  await sendAndReport(started, report, 'Ann@readers.press')
  await started.send({ ...main, Destinations: ['ann@readers.PRESS', 'bob@readers.press'] })
  await expect.poll(() => smtp.received).toHaveLength(2)
  await expect.poll(() => started.events()).toHaveLength(6)
  const events = started.events().filter(({ mail }) => (mail.destination as string[]).length === 2) // of the second mail
  expect(events.map((event) => event.eventType).toSorted()).toEqual([eventType, 'Delivery', 'Send'].toSorted())
  const event = events.find((each) => each.eventType === eventType)
  expect(event?.[report]).toMatchObject(details)
  expect(JSON.stringify(event?.[report])).not.toContain('bob@readers.press')
  expect(await started.files()).toHaveLength(2)
  expect(smtp.received[1]?.to).toEqual(['bob@readers.press'])
})

test('mail to a suppressed address does not count as another bounce, but counts towards the quota', async () => {
  const started = await startSes()
  await sendAndReport(started, 'bounce', 'ann@example.org')
  await started.send(main)
  const { SendDataPoints = [] } = await started.client.send(new GetSendStatisticsCommand({}))
  const sum = (name: 'Bounces' | 'DeliveryAttempts') =>
    SendDataPoints.reduce((total, point) => total + (point[name] ?? 0), 0)
  expect([sum('Bounces'), sum('DeliveryAttempts')]).toEqual([1, 2])
})

test('the configuration set decides which reports use the list', async () => {
  const configurationSets = [{ name: 'main', suppressedReasons: ['COMPLAINT'] as const }, { name: 'all' }]
  const started = await startSes({ configurationSets })
  await sendAndReport(started, 'bounce', 'ann@example.org')
  await sendAndReport(started, 'complaint', 'bob@example.org')
  const outcomeOf = async (ConfigurationSetName: string, address: string) => {
    const before = started.events().length
    await started.send({ ConfigurationSetName, Destinations: [address] })
    return started.events()[before + 1]?.eventType
  }
  expect(await outcomeOf('all', 'ann@example.org')).toBe('Delivery')
  expect(await outcomeOf('all', 'bob@example.org')).toBe('Complaint')
  expect(await outcomeOf('main', 'bob@example.org')).toBe('Complaint')
})

test('the simulator’s mailboxes are never put on the list', async () => {
  const started = await startSes()
  const to = 'success@simulator.amazonses.com'
  await sendAndReport(started, 'bounce', to)
  await started.send({ ...main, Destinations: [to] })
  expect(started.events().at(-1)?.eventType).toBe('Delivery')
})

test('the list survives a restart', async () => {
  const first = await startSes()
  await sendAndReport(first, 'bounce', 'ann@example.org')
  await first.stop()
  const second = await startSes({ folder: first.folder })
  await second.send(main)
  expect(second.events().at(-1)?.bounce).toMatchObject({ bounceSubType: 'OnAccountSuppressionList' })
})

test('a report about an unknown mail is an error', async () => {
  const { ses } = await startSes()
  expect(() => ses.report('unknown', 'bounce')).toThrow('no mail with the id unknown')
})
