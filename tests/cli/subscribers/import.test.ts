import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { importSubscribers } from '../../../cli/subscribers/import.ts'
import type { ImportOptions } from '../../../operations/subscribers/import-file.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, hash, suppression, unsubscribed } from '../../lambdas/manage-subscription/visitor.ts'
import { addressesIn, type Memory, stackOf } from './memory-stack.ts'
import { temporaryFile } from './temporary-file.ts'

async function importOf(text: string, memory: Memory, options: ImportOptions = { confirmed: true }) {
  const file = await temporaryFile('list.csv', text)
  const answers: unknown[] = []
  const report = { answer: (value: unknown) => void answers.push(value) }
  const failure = await importSubscribers(file, options, stackOf(memory), report).catch((error: Error) => error)
  return failure ? { ...Object(answers[0]), failure: failure.message } : answers[0]
}

const list = 'email,name\nada@example.org,Ada\ngrace@example.org,Grace\n'

test('subscribers with consent are confirmed, and the source of the consent is stored', async () => {
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

test('other subscribers are asked by mail once, however often the file is imported', async () => {
  const memory = memoryServices()
  expect(await importOf(list, memory, {})).toMatchObject({ added: 2 })
  expect(await importOf(list, memory, {})).toMatchObject({ added: 0, unchanged: 2 })
  expect(memory.messages).toHaveLength(2)
})

test('unsubscribed and suppressed people are not changed, and the report has their lines', async () => {
  const memory = memoryServices({ ...unsubscribed, address: 'grace@example.org' })
  memory.suppressions.set(hash, suppression)
  expect(await importOf(list, memory)).toMatchObject({
    added: 0,
    skipped: [
      { line: 2, reason: 'suppressed: marked as spam on 2026-11-05' },
      { line: 3, reason: 'unsubscribed on 2026-11-05' },
    ],
  })
  expect(memory.subscribers.size).toBe(1)
})

test('a dry run reports the same and changes nothing', async () => {
  const memory = memoryServices(ada, { ...unsubscribed, id: 'b'.repeat(24), address: 'grace@example.org' })
  const file = `${list}new@example.org,New\nbroken,x\n`
  const before = [...memory.subscribers.values()]
  const dry = await importOf(file, memory, { confirmed: true, dryRun: true })
  expect([...memory.subscribers.values()]).toEqual(before)
  expect(await importOf(file, memory)).toEqual({ ...Object(dry), dryRun: false })
  expect(dry).toEqual({
    added: 1,
    named: 1,
    unchanged: 0,
    skipped: [
      { line: 3, reason: 'unsubscribed on 2026-11-05' },
      { line: 5, reason: 'not an e-mail address' },
    ],
    skippedCount: 2,
    reasons: { unsubscribed: 1, 'not an e-mail address': 1 },
    dryRun: true,
  })
})

test('an address on many lines becomes one subscriber, even in a dry run', async () => {
  const memory = memoryServices()
  const rows = Array.from({ length: 400 }, (_, n) => (n % 2 ? 'ada@example.org' : 'ADA@EXAMPLE.ORG'))
  const file = `email\n${rows.join('\n')}\n`
  const dry = await importOf(file, memory, { confirmed: true, dryRun: true })
  expect([dry, memory.subscribers.size]).toMatchObject([{ added: 1, unchanged: 399 }, 0])
  expect(await importOf(file, memory)).toMatchObject({ added: 1, unchanged: 399 })
})

test('people who unsubscribed or bounced elsewhere are recorded, and other files cannot add them', async () => {
  const memory = memoryServices()
  const exported = 'email,status\nada@example.org,unsubscribed\ngrace@example.org,bounced\nnew@example.org,pending\n'
  expect(await importOf(exported, memory)).toMatchObject({ added: 0, skippedCount: 3 })
  expect(await importOf(`${list}new@example.org,New\n`, memory)).toMatchObject({
    added: 1,
    skipped: [
      { line: 2, reason: expect.stringMatching(/^unsubscribed elsewhere on \d{4}-\d{2}-\d{2}$/) },
      { line: 3, reason: expect.stringMatching(/^suppressed: mail bounced on \d{4}-\d{2}-\d{2}$/) },
    ],
  })
  expect(addressesIn(memory)).toEqual(['new@example.org'])
})

test.each(['unsubscribed', 'complained'])(
  'a line that says %s counts for the next line with its address',
  async (status) => {
    const text = `email,status\nada@example.org,${status}\nADA@example.org,subscribed\n`
    for (const dryRun of [true, false]) {
      const memory = memoryServices()
      expect(await importOf(text, memory, { confirmed: true, dryRun })).toMatchObject({ added: 0, skippedCount: 2 })
      expect(addressesIn(memory)).toEqual([])
    }
  },
)

test('a subscriber stays subscribed even if a file lists them as unsubscribed', async () => {
  const memory = memoryServices(ada)
  await importOf('email,status\nada@example.org,unsubscribed\n', memory)
  expect([[...memory.subscribers.values()], memory.departures.size, memory.suppressions.size]).toEqual([[ada], 0, 0])
})

test('people who left elsewhere are recorded, even if another person has entered their address', async () => {
  const memory = memoryServices(sampleSubscriber({ state: 'pending', confirmedAt: undefined }))
  await importOf('email,status\nada@example.org,unsubscribed\n', memory)
  await importOf('email\nada@example.org\n', memory)
  expect([...memory.subscribers.values()].map(({ state }) => state)).toEqual(['pending'])
})

test('people who erased their data stay erased, even if another person has entered their address since', async () => {
  for (const existing of [[], [sampleSubscriber({ state: 'pending', confirmedAt: undefined })]]) {
    const memory = memoryServices(...existing)
    memory.departures.set(hash, { reason: 'erased' })
    expect(await importOf(list, memory)).toMatchObject({ added: 1, skipped: [{ line: 2, reason: 'erased' }] })
  }
})

test('consent has the date in the file and the product; articles from before the import are not mailed', async () => {
  const memory = memoryServices()
  const row = 'm1,ada@example.org,Ada,true,2024-01-15T10:00:00.000Z'
  const report = await importOf(`id,email,name,subscribed_to_emails,created_at\n${row}\n`, memory)
  expect(report).toMatchObject({ added: 1, product: 'Ghost' })
  const [subscriber] = memory.subscribers.values()
  expect(subscriber?.consent).toEqual({ source: 'import: Ghost, list.csv', at: '2024-01-15T10:00:00.000Z' })
  expect(Date.parse(subscriber?.confirmedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
})

test('a record that is not CSV is reported, and the others are imported', async () => {
  const memory = memoryServices()
  const report = await importOf('email,name\nada@example.org,Ada\n"eve@example.org,Eve\n', memory)
  expect(report).toMatchObject({
    added: 1,
    broken: 1,
    skipped: [{ line: 3, reason: 'not well-formed CSV: a quote opens in this line and is never closed' }],
    failure: '1 line is not well-formed CSV: correct the file and import it again.',
  })
})

test('a line with too few cells is reported, and the others are imported', async () => {
  const report = await importOf('name,email\nEve\nAda,ada@example.org\n', memoryServices())
  expect(report).toMatchObject({ added: 1, skipped: [{ line: 2, reason: 'no address' }] })
})

const yes = 'ada@example.org,subscribed,2021-05-01 10:00:00,'
const no = 'ADA@Example.org,unsubscribed,2020-01-01 10:00:00,2023-02-01 09:00:00'

describe('an address that a file has as subscribed and as unsubscribed', () => {
  const header = 'email,status,created_at,unsubscribed_at\n'
  const others = Array.from({ length: 200 }, (_, n) => `reader-${n}@example.org,subscribed,,`)

  test.each<[string, readonly string[], string]>([
    ['first subscribed', [yes, no], 'line 3: the file says status: unsubscribed'],
    ['first unsubscribed', [no, yes], 'line 2: the file says status: unsubscribed'],
    ['far apart', [yes, ...others, no], 'line 203: the file says status: unsubscribed'],
  ])('is not imported: %s', async (_how, lines, reason) => {
    const memory = memoryServices()
    const result = await importOf(header + lines.join('\n'), memory)
    expect(addressesIn(memory)).not.toContain('ada@example.org')
    expect(memory.departures.get(hash)).toMatchObject({ reason: 'unsubscribed' })
    expect(result).toMatchObject({ added: lines.length - 2, skippedCount: 2 })
    expect(Object(result).skipped.map((each: { reason: string }) => each.reason)).toContain(reason)
  })

  test.each([
    ['later', '2024-06-01 10:00:00', 1],
    ['earlier', '2022-06-01 10:00:00', 0],
    ['at an unknown time', '', 0],
  ])('is imported only if the file says that they subscribed later: %s', async (_when, created, added) => {
    const again = `ada@example.org,subscribed,${created},`
    for (const lines of [
      [no, again],
      [again, no],
    ]) {
      const memory = memoryServices()
      expect(await importOf(header + lines.join('\n'), memory)).toMatchObject({ added, skippedCount: 2 - added })
      expect([memory.subscribers.size, memory.departures.size]).toEqual([added, 1 - added])
    }
  })

  test('never comes back after a complaint, and a dry run says the same', async () => {
    const file = `${header}ada@example.org,complained,,2020-01-01 10:00:00\n${yes}\n`
    const memory = memoryServices()
    const dry = await importOf(file, memory, { confirmed: true, dryRun: true })
    expect(dry).toMatchObject({ added: 0, skippedCount: 2 })
    expect(await importOf(file, memory)).toEqual({ ...Object(dry), dryRun: false })
    expect(memory.subscribers.size).toBe(0)
  })
})

test('a list that comes through a pipe is imported, too', async () => {
  const pipe = await temporaryFile('list.csv')
  await promisify(execFile)('mkfifo', [pipe])
  const memory = memoryServices()
  const writing = writeFile(
    pipe,
    `email,status\n${yes.split(',', 2)}\nbo@example.org,subscribed\nada@example.org,unsubscribed\n`,
  )
  await importSubscribers(pipe, { confirmed: true }, stackOf(memory), { answer: () => {} })
  await writing
  expect(addressesIn(memory)).toEqual(['bo@example.org'])
})
