import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { issueToken } from '../../../core/subscribers/token.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'
import { writeAssembly } from '../../support/synthesize-stack.ts'
import { bundleOne } from '../../support/versions.ts'

const curl = promisify(execFile)
const unsubscribeMail = { address: 'leave@in.gazette.example.org' }
let folder: string
let mails: MailStack
let readers: readonly Subscriber[]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-unsubscribe-'))
  const edit = {
    file: /dist\/publication\.json$/,
    edit: (json: string) => JSON.stringify({ ...JSON.parse(json), unsubscribeMail }),
  }
  const assembly = path.join(folder, 'assembly')
  await writeAssembly(assembly, { unsubscribeMail })
  const change = await bundleOne('send-deliveries', path.join(folder, 'bundle'), [edit])
  mails = await startMailStack(path.join(folder, 'data'), { assembly, change })
  readers = await mails.admitMany(4)
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: 'mail' })
  await mails.settle()
  const { aws: endpoint, credentials, plan } = mails.local
  const ses = new SESClient({ endpoint, region: 'us-east-1', credentials })
  await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: plan.ruleSets[0] }))
})

afterAll(async () => {
  await mails?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Hands in a mail as an outside program does. */
async function handIn(lines: readonly string[], query = ''): Promise<string> {
  const file = path.join(folder, 'mail.eml')
  await writeFile(file, [...lines, '', 'Text.', ''].join('\r\n'))
  const { aws, credentials } = mails.local
  const sign = [
    '--aws-sigv4',
    'aws:amz:us-east-1:ses',
    '--user',
    `${credentials.accessKeyId}:${credentials.secretAccessKey}`,
  ]
  const body = ['--data-binary', `@${file}`, '-H', 'content-type: message/rfc822']
  const { stdout } = await curl('curl', ['-sS', ...sign, ...body, `${aws}/received-mail${query}`])
  await mails.settle() // a failed invocation waits for its retry
  return stdout
}

const left = () => mails.stack.unsubscriptions.get('daily', 1)
const reader = async (number: number) => mails.stack.subscribers.get(readers[number]?.id ?? '')

test('people unsubscribe with a mail, and count for its issue once', async () => {
  const [mail] = mails.captured().filter(({ destinations }) => destinations.includes(readers[0]?.address ?? ''))
  const { headers } = await simpleParser(await readFile(path.join(mails.data, 'mail', mail?.file ?? '')))
  const { unsubscribe } = headers.get('list') as { unsubscribe: { url: string; mail: string } } // mailparser's
  const [address, query = ''] = unsubscribe.mail.split('?')
  const subject = new URLSearchParams(query).get('subject')
  expect(address).toBe(unsubscribeMail.address)
  expect(subject).toBe(`unsubscribe ${new URL(unsubscribe.url).searchParams.get('t')}`)
  for (const prefix of ['', 'Re: ', 'Fwd: '])
    expect(await handIn([`To: ${address}`, 'From: friend@example.net', `Subject: ${prefix}${subject}`])).toContain(
      address,
    )
  expect(await reader(0)).toMatchObject({ state: 'unsubscribed', unsubscribedThrough: 'daily-1', revision: 2 })
  expect(await left()).toBe(1)
})

test('without a token, only authentic senders unsubscribe, and count for no issue', async () => {
  const write = (from = '') => [`To: ${unsubscribeMail.address}`, `From: ${from}`, 'Subject: stop']
  await handIn(write(readers[1]?.address.toUpperCase()), '?dmarc=PASS')
  await handIn(write(readers[2]?.address), '?spf=FAIL')
  await handIn([...write(readers[3]?.address), 'Auto-Submitted: auto-replied'], '?dmarc=PASS')
  await handIn(write('stranger@example.net'), '?dmarc=PASS')
  const states = await Promise.all([1, 2, 3].map(async (number) => (await reader(number))?.state))
  expect(states).toEqual(['unsubscribed', 'confirmed', 'confirmed'])
  expect(await left()).toBe(1)
})

test('no mail is answered, and no log contains an address or a token', async () => {
  expect(mails.captured()).toHaveLength(readers.length)
  const { logicalId } = mails.local.plan.functions.find((each) => each.logicalId.includes('ReadUnsubscribeMail')) ?? {}
  const log = await readFile(path.join(mails.data, 'logs', `${logicalId}.log`), 'utf8')
  expect(log).toContain('sender not authenticated')
  expect(log).not.toMatch(/@example|\.u[0-9a-f]{24}/i)
})

test.each(['kill-before', 'kill-after', 'fail', 'lose-response', 'throttle'] as const)(
  'a departure counts once despite the fault %s',
  async (fault) => {
    const before = await left()
    const { id, address } = await mails.admit()
    const { readSecrets } = mails.stack
    const token = issueToken(await readSecrets(), 'unsubscribe', id, mails.local.clock.now(), 'daily_1')
    const rule = { accessKey: /ReadUnsubscribeMail/, operation: 'TransactWriteItems', fault, times: 1 } as const
    const active = mails.local.faults.add(rule)
    const repeated = mails.local.faults.add({ service: 'lambda', resource: /ReadUnsubscribe/, fault: 'repeat' })
    await handIn([`To: ${unsubscribeMail.address}`, `From: ${address}`, `Subject: unsubscribe ${token}`])
    expect(active.hits).toBe(1)
    repeated.remove()
    expect((await mails.stack.subscribers.get(id))?.state).toBe('unsubscribed')
    expect(await left()).toBe(before + 1)
  },
)

test.each(['kill-before', 'kill-after', 'fail', 'lose-response', 'throttle'] as const)(
  'a request of a mail program is answered at once, and counts once, despite the fault %s',
  async (fault) => {
    const before = await left()
    const { id } = await mails.admit()
    const { readSecrets } = mails.stack
    const { local } = mails
    const token = issueToken(await readSecrets(), 'unsubscribe', id, local.clock.now(), 'daily_1')
    const rules = ['SendConfirmation', 'ManageSubscription'].map((name) =>
      local.faults.add({ service: 'lambda', resource: new RegExp(name), fault, times: 1 }),
    )
    const url = `${local.site}/unsubscribe?t=${token}&one-click=1`
    const scan = await fetch(url, { method: 'POST', body: 'pressed=yes' })
    const press = await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect([scan.status, press.status]).toEqual([200, 200])
    await mails.settle()
    expect(rules.map(({ hits }) => hits)).toEqual([1, 0])
    for (const rule of rules) rule.remove()
    expect((await mails.stack.subscribers.get(id))?.state).toBe('unsubscribed')
    expect(await left()).toBe(before + 1)
  },
)

test('mails to other addresses are refused, and an event that cannot be read fails', async () => {
  expect(await handIn(['To: other@in.gazette.example.org', 'From: a@example.net'])).toContain('550 5.1.1')
  const { logicalId = '' } = mails.local.plan.functions.find((each) => each.logicalId.includes('ReadUnsubscribe')) ?? {}
  await expect(mails.local.invoke(logicalId, { Records: [] })).rejects.toThrow('no records')
})
