import { readFile, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { exportSubscribers } from '../../../cli/subscribers/export.ts'
import { importSubscribers } from '../../../cli/subscribers/import.ts'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, hash, suppression, unsubscribed } from '../../lambdas/manage-subscription/visitor.ts'
import { addressesIn, stackOf } from './memory-stack.ts'
import { temporaryFile } from './temporary-file.ts'

const report = { answer: () => {} }

test('an export can be imported again, and only its owner can read the file', async () => {
  const odd = sampleSubscriber({ id: 'c'.repeat(24), address: '=1+1@example.org', topics: ['asia', 'china'] })
  const former = { ...unsubscribed, id: 'd'.repeat(24), address: 'x@example.org' }
  const file = await temporaryFile('export.csv')
  await exportSubscribers(file, {}, stackOf(memoryServices(ada, odd, former)), report)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const memory = memoryServices()
  const answers: unknown[] = []
  await importSubscribers(file, { confirmed: true }, stackOf(memory), { answer: (value) => void answers.push(value) })
  expect(answers).toMatchObject([{ added: 2, skipped: [{ line: 4 }] }])
  expect(addressesIn(memory)).toEqual([ada.address, odd.address])
  expect([...memory.subscribers.values()][1]).toMatchObject({ topics: ['asia', 'china'], digest: 'daily' })
})

test('an export as JSON has one line per subscriber', async () => {
  const memory = memoryServices(ada)
  memory.suppressions.set(hash, suppression)
  const file = await temporaryFile('export.jsonl')
  await exportSubscribers(file, { json: true }, stackOf(memory), report)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    address: ada.address,
    suppressed: true,
    suppression,
  })
})

test('an export to a file that cannot be written is an error', async () => {
  await expect(exportSubscribers('/nowhere/x.csv', {}, stackOf(memoryServices()), report)).rejects.toThrow(
    'Cannot write',
  )
})
