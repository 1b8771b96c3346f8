import { expect, test } from 'vitest'
import { parseImportRow } from '../../../core/subscribers/csv/import-row.ts'
import { type ImportLine, importBatch } from '../../../operations/subscribers/import-batch.ts'
import { addressesIn, type Memory, stackOf } from '../../cli/subscribers/memory-stack.ts'
import { secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, hash } from '../../lambdas/manage-subscription/visitor.ts'

const consent = { source: 'fair', at: '2026-11-01T00:00:00.000Z' }

function importRows(rows: readonly Record<string, string>[], memory: Memory, options = { dryRun: false, asks: false }) {
  const { site } = memory.services
  const lines = rows.map((row, n): ImportLine => ({ line: n + 2, row: parseImportRow(row, site.publication) }))
  return importBatch(lines, {
    stack: stackOf(memory),
    secrets,
    hashKeys: new Map(),
    refusals: new Map(),
    memory: new Map(),
    dryRun: options.dryRun,
    consentOf: () => (options.asks ? undefined : consent),
  })
}

const rows = [{ email: 'ada@example.org' }, { email: 'grace@example.org' }]

test('each line has a result, in the order of the lines', async () => {
  const memory = memoryServices(ada)
  expect(await importRows([...rows, { email: 'nobody' }], memory)).toEqual([
    { line: 2, address: 'ada@example.org', outcome: 'unchanged', reason: '' },
    { line: 3, address: 'grace@example.org', outcome: 'added', reason: '' },
    { line: 4, address: 'nobody', outcome: 'skipped', reason: 'not an e-mail address' },
  ])
})

test('the second of two equal addresses is unchanged', async () => {
  const memory = memoryServices()
  const results = await importRows([{ email: 'ada@example.org' }, { email: 'ada@example.org' }], memory)
  expect(results.map(({ outcome }) => outcome)).toEqual(['added', 'unchanged'])
  expect(memory.subscribers.size).toBe(1)
})

test('subscribers without consent are asked to confirm', async () => {
  const memory = memoryServices()
  await importRows(rows, memory, { dryRun: false, asks: true })
  expect(memory.messages.map(({ subscriberId }) => subscriberId)).toEqual([...memory.subscribers.keys()])
})

test('if another process adds one of the addresses first, the others are still added', async () => {
  const memory = memoryServices()
  const { lookUp } = memory.services.addresses
  memory.services.addresses.lookUp = async (hashes) => {
    const records = await lookUp(hashes)
    memory.subscribers.set(ada.id, ada) // after the lookup and before the write
    return records
  }
  const results = await importRows(rows, memory)
  expect(results.map(({ outcome }) => outcome)).toEqual(['unchanged', 'added'])
  expect(addressesIn(memory)).toEqual(['ada@example.org', 'grace@example.org'])
})

test('a refused address is recorded, but not in a dry run', async () => {
  const memory = memoryServices()
  const refused = [{ email: 'ada@example.org', status: 'unsubscribed' }]
  await importRows(refused, memory, { dryRun: true, asks: false })
  expect(memory.departures.size).toBe(0)
  await importRows(refused, memory)
  expect(memory.departures.get(hash)).toMatchObject({ reason: 'unsubscribed', by: 'import' })
})

test('a text that is not an address is cut to the maximum length of an address', async () => {
  const [result] = await importRows([{ email: 'x'.repeat(1000) }], memoryServices())
  expect(result?.address).toHaveLength(254)
})
