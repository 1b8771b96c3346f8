import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDynamo } from '../../../aws/clients.ts'
import { insertStore } from '../../../aws/issues/insert-store.ts'
import type { Receipt } from '../../../core/articles/receipt.ts'
import { receiptPath } from '../../../core/articles/receipt.ts'
import type { Issue } from '../../../core/issues/issue.ts'
import { parseUploadEvents } from '../../../core/reading/upload-event.ts'
import { ingestInsert } from '../../../lambdas/ingest-article/ingest-insert.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'

let mails: MailStack
let requests = 0

beforeAll(async () => {
  mails = await startMailStack()
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
})
afterAll(() => mails.close())

async function upload(name: string, text: string): Promise<Receipt> {
  await mails.stack.uploads.put(`issues/${name}`, new TextEncoder().encode(text), 'text/markdown')
  await mails.local.idle()
  return receiptOf(name)
}
async function receiptOf(name: string): Promise<Receipt> {
  const receipt = await mails.stack.uploads.getReceipt(receiptPath(`issues/${name}`, 'json'))
  if (!receipt) throw new Error(`${name} has no receipt`)
  return JSON.parse(receipt.body) as Receipt // the Lambda wrote it
}
async function compose(): Promise<Issue> {
  await mails.publish(1)
  requests += 1
  await mails.stack.compose.add({ digest: 'daily', requestId: `note-${requests}` })
  await mails.local.idle()
  const { lastNumber } = await mails.stack.issues.getDigest('daily')
  const record = await mails.stack.issues.get('daily', lastNumber)
  return mails.stack.issueContent.get(record?.contentKey ?? '')
}

test('a note opens the next issue, and only that one', async () => {
  const receipt = await upload('daily.md', '# From the editor\n\nA *new* coach.\n\n![](coach.png)\n')
  expect(receipt).toMatchObject({ key: 'issues/daily.md', state: 'scheduled', title: 'From the editor' })
  expect(receipt.problems.map(({ rule }) => rule)).toEqual(['missing-alt'])
  const first = await compose()
  expect(first.note).toMatchObject({ title: 'From the editor', html: expect.stringContaining('<em>new</em>') })
  expect((await compose()).note).toBeUndefined()
})

test('repeated and late events do not restore an insert that an issue took', async () => {
  await upload('daily.md', 'Once.')
  const events = [{ eventName: 'ObjectCreated:Put', s3: { object: { key: 'issues/daily.md', sequencer: '00' } } }]
  const record = await inserts().get('daily', 'note')
  const again = {
    eventName: 'ObjectCreated:Put',
    s3: { object: { key: 'issues/daily.md', sequencer: record?.sequencer } },
  }
  expect((await compose()).note?.text).toBe('Once.')
  const services = { site: mails.stack.site, uploads: mails.stack.uploads, inserts: inserts() }
  for (const event of parseUploadEvents({ Records: [...events, again] }))
    await ingestInsert(event, services, mails.local.clock.now())
  expect((await inserts().get('daily', 'note'))?.insert).toBeUndefined()
  expect((await compose()).note).toBeUndefined()
})

test('a note that is replaced or deleted before the run is not in the issue', async () => {
  await upload('daily.md', 'First.')
  await upload('daily.md', 'Second.')
  await upload('daily.sponsor.md', '# Bath Stationers\n\nPaper. <https://example.org/paper>')
  const issue = await compose()
  expect([issue.note?.text, issue.sponsor?.title]).toEqual(['Second.', 'Bath Stationers'])
  await upload('daily.md', 'Third.')
  await mails.stack.uploads.remove('issues/daily.md')
  await mails.local.idle()
  expect((await receiptOf('daily.md')).state).toBe('withdrawn')
  const next = await compose()
  expect([next.note, next.sponsor]).toEqual([undefined, undefined])
})

test.each([
  ['hourly.md', 'Text.', 'unknown-digest'],
  ['daily.html', '<p>Text.', 'unknown-digest'],
  ['daily.md', '  \n', 'empty-file'],
  ['daily.md', 'Much too long.\n\n'.repeat(1500), 'too-long'],
  ['daily.md', '---\ntitle: [\n---\nText.', 'invalid-front-matter'],
])('%s is rejected, and its receipt has the rule', async (name, text, rule) => {
  const receipt = await upload(name, text)
  expect(receipt.state).toBe('rejected')
  expect(receipt.problems.map((problem) => problem.rule)).toContain(rule)
  const { body } = (await mails.stack.uploads.getReceipt(receiptPath(`issues/${name}`, 'txt'))) ?? { body: '' }
  expect(body).toContain('Rejected.')
})

test('a picture beside a note is rejected with a receipt', async () => {
  await mails.stack.uploads.put('issues/coach.png', new Uint8Array([1]), 'image/png')
  await mails.local.idle()
  expect(await receiptOf('coach.png')).toMatchObject({ state: 'rejected', problems: [{ rule: 'unknown-digest' }] })
})

test('in the deployed template, an upload in any other folder gets a receipt, and a receipt causes no other', async () => {
  const { uploads } = mails.stack
  for (const key of ['letters/stray.md', 'Articles/a b+c.md', 'stray.md']) {
    const read = async () => JSON.parse((await uploads.getReceipt(receiptPath(key, 'json')))?.body ?? '') as Receipt
    await uploads.put(key, new TextEncoder().encode('# Stray'), 'text/markdown')
    await mails.local.idle()
    expect(await read()).toMatchObject({ key, state: 'rejected', problems: [{ rule: 'wrong-folder' }] })
    await uploads.remove(key)
    await mails.local.idle()
    expect(await read()).toMatchObject({ key, state: 'withdrawn' })
  }
  expect(await Array.fromAsync(uploads.list('receipts/receipts/'))).toEqual([])
})

function inserts() {
  const { aws: endpoint, credentials } = mails.local
  const dynamo = createDynamo({ endpoint, region: 'us-east-1', credentials })
  return insertStore(dynamo, mails.stack.settings.issuesTable)
}
