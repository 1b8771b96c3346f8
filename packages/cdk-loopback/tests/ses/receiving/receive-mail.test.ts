import { DescribeActiveReceiptRuleSetCommand, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses'
import { expect, test } from 'vitest'
import type { Receiving } from '../../../src/ses/receiving/receive-mail.ts'
import { message, startSes, type TestEvent } from '../ses-fixture.ts'

const rule = {
  ...{ name: 'rule', ruleSet: 'set', enabled: true, recipients: ['leave@in.example.com'], scans: true },
  functionArns: ['arn:read'],
}
const mail = message('From: Ann <ann@example.org>', 'To: Leave@IN.example.com', 'Subject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=')

type Received = { readonly ses: { readonly mail: TestEvent['mail']; readonly receipt: Record<string, unknown> } }

async function start(changes: Partial<typeof rule> = {}, active: string | undefined = 'set') {
  const invoked: { readonly arn: string; readonly records: readonly Received[] }[] = []
  const started = await startSes({
    ruleSets: ['set'],
    receiptRules: [{ ...rule, ...changes }],
    invokeLater: (arn, payload) => invoked.push({ arn, records: JSON.parse(payload).Records }),
  })
  await started.client.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: active }))
  return { ...started, invoked }
}

test('a function gets the header and the verdicts of a mail to its recipient', async () => {
  const { ses, invoked } = await start()
  const { messageId, recipients } = ses.receive(mail, { verdicts: { dmarc: 'FAIL' } })
  expect(recipients).toEqual(['Leave@IN.example.com'])
  expect(invoked).toMatchObject([{ arn: 'arn:read', records: [{ eventSource: 'aws:ses', eventVersion: '1.0' }] }])
  const { mail: received, receipt } = invoked[0]?.records[0]?.ses ?? {}
  expect(received).toMatchObject({
    ...{ source: 'ann@example.org', messageId, destination: ['Leave@IN.example.com'], headersTruncated: false },
    headers: [
      { name: 'Return-Path', value: '<ann@example.org>' },
      { name: 'Received' },
      { name: 'From', value: 'Ann <ann@example.org>' },
      { name: 'To' },
      { name: 'Subject', value: '=?utf-8?Q?gr=C3=BC=C3=9Fe?=' },
    ],
    commonHeaders: { returnPath: 'ann@example.org', from: ['Ann <ann@example.org>'], subject: 'grüße' },
  })
  expect(receipt).toMatchObject({
    recipients: ['Leave@IN.example.com'],
    ...{ spamVerdict: { status: 'PASS' }, virusVerdict: { status: 'PASS' } },
    ...{ spfVerdict: { status: 'GRAY' }, dkimVerdict: { status: 'GRAY' }, dmarcVerdict: { status: 'FAIL' } },
    ...{ dmarcPolicy: 'reject', action: { type: 'Lambda', functionArn: 'arn:read', invocationType: 'Event' } },
  })
})

test('large headers are cut at 10 KB, and repeated ones are kept', async () => {
  const { ses, invoked } = await start({ scans: false })
  ses.receive(message('From: a@example.org', 'From: b@example.org', `Subject: ${'x'.repeat(100_000)}`, 'no field'), {
    to: ['leave@in.example.com'],
  })
  const { mail: received, receipt } = invoked[0]?.records[0]?.ses ?? {}
  expect(received?.headersTruncated).toBe(true)
  expect(received?.headers).toMatchObject([{}, {}, { value: 'a@example.org' }, { value: 'b@example.org' }])
  expect(receipt).toMatchObject({ spamVerdict: { status: 'DISABLED' } })
})

test.each<[string, Partial<typeof rule>, string | undefined, Receiving]>([
  ['to another address', {}, 'set', { to: ['other@in.example.com'] }],
  ['to a domain that is not verified', { recipients: [] }, 'set', { to: ['a@example.net'] }],
  ['while no rule set is active', {}, undefined, {}],
  ['for a rule that is off', { enabled: false }, 'set', {}],
  ['to the parent domain', { recipients: ['.in.example.com'] }, 'set', {}],
])('a mail %s is refused', async (_what, changes, active, options) => {
  const { ses, client, invoked } = await start(changes)
  if (active === undefined) await client.send(new SetActiveReceiptRuleSetCommand({}))
  expect(() => ses.receive(mail, options)).toThrow('550 5.1.1')
  expect(invoked).toEqual([])
})

test.each([[[]], [['in.example.com']], [['.example.com']]])('a rule for %j applies', async (recipients) => {
  const { ses, invoked } = await start({ recipients })
  ses.receive(mail)
  expect(invoked).toHaveLength(1)
})

test('the operator sees which rule set is active, and can activate only one that exists', async () => {
  const { client } = await start()
  expect(await client.send(new DescribeActiveReceiptRuleSetCommand({}))).toMatchObject({
    Metadata: { Name: 'set' },
    Rules: [{ Name: 'rule', Enabled: true, ScanEnabled: true, Recipients: ['leave@in.example.com'] }],
  })
  await expect(client.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: 'other' }))).rejects.toMatchObject({
    name: 'RuleSetDoesNotExistException',
  })
})

test('the door takes signed requests only', async () => {
  const { url, invoked } = await start()
  const answer = await fetch(`${url}/received-mail`, { method: 'POST', body: new Uint8Array(mail) })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(invoked).toEqual([])
})
