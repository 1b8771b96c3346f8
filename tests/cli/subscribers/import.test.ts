import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Stack } from '../../../cli/stack.ts'
import { addSubscriber } from '../../../cli/subscribers/add.ts'
import { exportSubscribers } from '../../../cli/subscribers/export.ts'
import { type ImportOptions, importSubscribers } from '../../../cli/subscribers/import.ts'
import { removeSubscriber } from '../../../cli/subscribers/rm.ts'
import { showSubscriber } from '../../../cli/subscribers/show.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/memory-services.ts'
import { ada, hash, left, suppression } from '../../lambdas/visitor.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-import-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Memory = ReturnType<typeof memoryServices>
// The commands on subscribers use no more of a stack than these stores.
const stackOf = (memory: Memory) => memory.services as unknown as Stack

async function importOf(text: string | Buffer, memory: Memory, options: ImportOptions = { confirmed: true }) {
  const file = path.join(folder, 'list.csv')
  await writeFile(file, text)
  const answers: unknown[] = []
  await importSubscribers(file, options, stackOf(memory), { answer: (value) => void answers.push(value) })
  return answers[0]
}

const addresses = (memory: Memory) => [...memory.subscribers.values()].map(({ address }) => address)
const list = 'email,name\nada@example.org,Ada\ngrace@example.org,Grace\n'

test('everyone whose consent is held is confirmed, and its source is kept', async () => {
  const memory = memoryServices()
  expect(await importOf(list, memory, { confirmed: true, source: 'fair 2024' })).toEqual({
    added: 2,
    unchanged: 0,
    skipped: [],
    skippedCount: 0,
    dryRun: false,
  })
  const [first] = memory.subscribers.values()
  expect(first).toMatchObject({ state: 'confirmed', consent: { source: 'fair 2024' } })
  expect(memory.messages).toEqual([])
})

test('everyone else is asked by mail, once, however often the file is imported', async () => {
  const memory = memoryServices()
  expect(await importOf(list, memory, {})).toMatchObject({ added: 2 })
  expect(await importOf(list, memory, {})).toMatchObject({ added: 0, unchanged: 2 })
  expect(memory.messages).toHaveLength(2)
})

test('who left or is suppressed stays as they are, and the report has their lines', async () => {
  const memory = memoryServices({ ...left, address: 'grace@example.org' })
  memory.suppressions.set(hash, suppression)
  expect(await importOf(list, memory)).toMatchObject({
    added: 0,
    skipped: [
      { line: 2, reason: 'suppressed' },
      { line: 3, reason: 'unsubscribed' },
    ],
  })
  expect(memory.subscribers.size).toBe(1)
})

test('a dry run says the same and does nothing', async () => {
  const memory = memoryServices(ada, { ...left, id: 'b'.repeat(24), address: 'grace@example.org' })
  const file = `${list}new@example.org,New\nbroken,x\n`
  const before = [...memory.subscribers.values()]
  const dry = await importOf(file, memory, { confirmed: true, dryRun: true })
  expect([...memory.subscribers.values()]).toEqual(before)
  expect(await importOf(file, memory)).toEqual({ ...Object(dry), dryRun: false })
  expect(dry).toEqual({
    added: 1,
    unchanged: 1,
    skipped: [
      { line: 3, reason: 'unsubscribed' },
      { line: 5, reason: 'not an e-mail address' },
    ],
    skippedCount: 2,
    dryRun: true,
  })
})

test('the same address on many lines is one subscriber, also in a dry run', async () => {
  const memory = memoryServices()
  const rows = Array.from({ length: 400 }, (_, n) => (n % 2 ? 'ada@example.org' : 'ADA@EXAMPLE.ORG'))
  const file = `email\n${rows.join('\n')}\n`
  const dry = await importOf(file, memory, { confirmed: true, dryRun: true })
  expect([dry, memory.subscribers.size]).toMatchObject([{ added: 1, unchanged: 399 }, 0])
  expect(await importOf(file, memory)).toMatchObject({ added: 1, unchanged: 399 })
})

test('who left or bounced elsewhere is remembered, and no other file brings them in', async () => {
  const memory = memoryServices()
  const exported = 'email,status\nada@example.org,unsubscribed\ngrace@example.org,bounced\nnew@example.org,pending\n'
  expect(await importOf(exported, memory)).toMatchObject({ added: 0, skippedCount: 3 })
  expect(await importOf(`${list}new@example.org,New\n`, memory)).toMatchObject({
    added: 1,
    skipped: [
      { line: 2, reason: 'unsubscribed' },
      { line: 3, reason: 'suppressed' },
    ],
  })
  expect(addresses(memory)).toEqual(['new@example.org'])
})

test('who is subscribed here has said so here, whatever another file says', async () => {
  const memory = memoryServices(ada)
  await importOf('email,status\nada@example.org,unsubscribed\n', memory)
  expect([[...memory.subscribers.values()], memory.departures.size, memory.suppressions.size]).toEqual([[ada], 0, 0])
})

test('who had everything erased stays so, even if a stranger has typed their address since', async () => {
  for (const known of [[], [sampleSubscriber({ state: 'pending', confirmedAt: undefined })]]) {
    const memory = memoryServices(...known)
    memory.departures.set(hash, { reason: 'erased' })
    expect(await importOf(list, memory)).toMatchObject({ added: 1, skipped: [{ line: 2, reason: 'erased' }] })
  }
})

test('consent is as old as the file says and names the product; nothing from before the import is mailed', async () => {
  const memory = memoryServices()
  const row = 'm1,ada@example.org,Ada,true,2024-01-15T10:00:00.000Z'
  const report = await importOf(`id,email,name,subscribed_to_emails,created_at\n${row}\n`, memory)
  expect(report).toMatchObject({ added: 1, product: 'Ghost' })
  const [subscriber] = memory.subscribers.values()
  expect(subscriber?.consent).toEqual({ source: 'import: Ghost, list.csv', at: '2024-01-15T10:00:00.000Z' })
  expect(Date.parse(subscriber?.confirmedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
})

test('every line that is left out is in the report file, and the first ones in the answer', async () => {
  const memory = memoryServices()
  const file = path.join(folder, 'report.csv')
  const rows = Array.from({ length: 1_500 }, (_, n) => `"no address, ${n}"`)
  const answer = await importOf(`email\n${rows.join('\n')}\n`, memory, { confirmed: true, report: file })
  expect(answer).toMatchObject({ skippedCount: 1_500, skipped: { length: 1_000 } })
  const lines = (await readFile(file, 'utf8')).split('\r\n')
  expect([lines.length, lines[0], lines[1]]).toEqual([
    1_502,
    'line,email,reason',
    '2,"no address, 0","not an e-mail address"',
  ])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a report that cannot be written fails the command', async () => {
  const nowhere = { confirmed: true, report: '/nowhere/report.csv' }
  await expect(importOf(list, memoryServices(), nowhere)).rejects.toThrow('Cannot write /nowhere/report.csv')
})

test.each([
  ['semicolons, as a German Excel writes', 'Name;E-Mail\nAda;ada@example.org\n'],
  ['tabs', 'Name\tEmail\nAda\tada@example.org\n'],
  ['a byte order mark', '\ufeffemail,name\nada@example.org,Ada\n'],
  ['UTF-16', Buffer.from('\ufeffemail,name\nada@example.org,Ada\n', 'utf16le')],
  ['UTF-16, high bytes first', Buffer.from('\ufeffemail,name\nada@example.org,Ada\n', 'utf16le').swap16()],
  ['Windows lines and an empty one', 'email,name\r\n\r\nada@example.org,Ada\r\n'],
  ['too few and too many cells', 'name,email\nEve\nAda,ada@example.org,1,2\n'],
  ['a name with a line break and quotes in it', 'name,email\n"Ada\n""the"" countess",ada@example.org\n'],
  ['stray quotes', 'name,email\nAda "the countess",ada@example.org\n'],
  ['space around', 'email , name\n ada@example.org , Ada\n'],
  ['names in Latin-1', Buffer.from('email,name\nada@example.org,J\xf6rg\n', 'latin1')],
])('a file with %s is read', async (_what, text) => {
  const memory = memoryServices()
  await importOf(text, memory)
  expect(addresses(memory)).toEqual(['ada@example.org'])
})

test('a record that is not CSV is reported, and the others are imported', async () => {
  const memory = memoryServices()
  const report = await importOf('email,name\nada@example.org,Ada\n"eve@example.org,Eve\n', memory)
  expect(report).toMatchObject({ added: 1, skipped: [{ reason: 'not well-formed CSV' }] })
})

test.each([
  ['without a column of addresses', 'name,phone\nAda,1\n', 'no column is named "email"'],
  ['with nothing but another header', 'name,phone\n', 'no column is named "email"'],
  ['that is empty', '', 'it is empty'],
])('a file %s is refused with the reason', async (_what, text, reason) => {
  await expect(importOf(text, memoryServices())).rejects.toThrow(reason)
})

test('a file that is not there is named', async () => {
  const nowhere = importSubscribers('/nowhere.csv', {}, stackOf(memoryServices()), { answer: () => {} })
  await expect(nowhere).rejects.toThrow('Cannot import /nowhere.csv: there is no such file.')
})

test('what was exported can be imported again, and only its owner can read the file', async () => {
  const odd = sampleSubscriber({ id: 'c'.repeat(24), address: '=1+1@example.org', topics: ['asia', 'china'] })
  const file = path.join(folder, 'export.csv')
  await exportSubscribers(
    file,
    false,
    stackOf(memoryServices(ada, odd, { ...left, id: 'd'.repeat(24), address: 'x@example.org' })),
  )
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const memory = memoryServices()
  expect(await importOf(await readFile(file), memory)).toMatchObject({ added: 2, skipped: [{ line: 4 }] })
  expect(addresses(memory)).toEqual([ada.address, odd.address])
  expect([...memory.subscribers.values()][1]).toMatchObject({ topics: ['asia', 'china'], digest: 'daily' })
})

test('an export as JSON is a line per subscriber', async () => {
  const memory = memoryServices(ada)
  memory.suppressions.set(hash, suppression)
  const file = path.join(folder, 'export.jsonl')
  await exportSubscribers(file, true, stackOf(memory))
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    address: ada.address,
    suppressed: true,
    suppression,
  })
})

test('an export to where nothing can be written says so', async () => {
  await expect(exportSubscribers('/nowhere/x.csv', false, stackOf(memoryServices()))).rejects.toThrow('Cannot write')
})

test('add, show, rm: one at a time', async () => {
  const memory = memoryServices()
  const answers: unknown[] = []
  const report = { answer: (value: unknown) => void answers.push(value) }
  await addSubscriber('ada@example.org', {}, stackOf(memory), report)
  await addSubscriber('ada@example.org', {}, stackOf(memory), report)
  expect(memory.messages).toHaveLength(2)
  await addSubscriber('ada@example.org', { confirmed: true, digest: 'weekly' }, stackOf(memory), report)
  await showSubscriber('ADA@example.org', stackOf(memory), report)
  expect(answers.at(-1)).toMatchObject({ state: 'confirmed', digest: 'weekly', suppressed: false })
  await removeSubscriber('ada@example.org', stackOf(memory), report)
  expect(memory.subscribers.size).toBe(0)
  await expect(addSubscriber('ada at home', {}, stackOf(memory), report)).rejects.toThrow('not an e-mail address')
  memory.suppressions.set(hash, suppression)
  await expect(addSubscriber('ada@example.org', {}, stackOf(memory), report)).rejects.toThrow('suppressed')
})
