import { copyFile, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { block } from '../../../cli/subscribers/block.ts'
import { eraseSubscriber } from '../../../cli/subscribers/erase.ts'
import { exportSubscribers } from '../../../cli/subscribers/export.ts'
import { importSubscribers } from '../../../cli/subscribers/import.ts'
import { showSubscriber } from '../../../cli/subscribers/show.ts'
import { unblock } from '../../../cli/subscribers/unblock.ts'
import { unsubscribe } from '../../../cli/subscribers/unsubscribe.ts'
import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { addressesIn, type Memory, stackOf } from './memory-stack.ts'
import { temporaryFile } from './temporary-file.ts'

const answers: Record<string, unknown>[] = []
const report = { answer: (value: unknown) => void answers.push(value as Record<string, unknown>) }
const at = '2026-11-05T00:00:00.000Z'

function newStack(key: string, ...subscribers: readonly Subscriber[]): Memory {
  const memory = memoryServices(...subscribers)
  memory.keys.secrets = { ...secrets, addressPepper: key.repeat(32) }
  return memory
}

/** A stack with a confirmed reader, and with people without a record who must not be mailed or left. */
async function firstStack(): Promise<Memory> {
  const memory = newStack('1a', sampleSubscriber({ address: 'reader@example.org' }))
  const stack = stackOf(memory)
  await eraseSubscriber('erased@example.org', stack, report)
  await unsubscribe('left@example.org', stack, report)
  await block('blocked@example.org', stack, report)
  for (const reason of ['bounce', 'complaint'] as const) {
    memory.suppressions.set(hashAddress(`${reason}@example.org`, memory.keys.secrets.addressPepper), { reason, at })
  }
  answers.length = 0
  return memory
}

async function move(from: Memory, to: Memory): Promise<string> {
  const file = await temporaryFile('list.csv')
  await exportSubscribers(file, {}, stackOf(from), report)
  await importSubscribers(file, { confirmed: true }, stackOf(to), report)
  return file
}

const people = ['erased', 'left', 'blocked', 'bounce', 'complaint']
const list = ['email', ...people.map((name) => `${name}@example.org`), 'new@example.org', ''].join('\n')

async function importList(memory: Memory) {
  await importSubscribers(await temporaryFile('old.csv', list), { confirmed: true }, stackOf(memory), report)
  const { skipped = [] } = answers.at(-1) as { skipped?: { reason: string }[] }
  return skipped.map(({ reason }) => reason.replace(/ on .*/, ''))
}

const reasons = [
  'erased by the operator',
  'unsubscribed by the operator',
  'suppressed: blocked by the operator',
  'suppressed: mail bounced',
  'suppressed: marked as spam',
]

test('a move to another stack, and from there to a third one, forgets nobody', async () => {
  const first = await firstStack()
  const [second, third] = [newStack('2b'), newStack('3c')]
  await move(first, second)
  expect(answers).toMatchObject([
    { subscribers: 1, suppressions: 3, departures: 2 },
    { added: 1, remembered: 5 },
  ])
  await eraseSubscriber('later@example.org', stackOf(second), report)
  await move(second, third)
  expect(answers.slice(-2)).toMatchObject([
    { subscribers: 1, suppressions: 3, departures: 3 },
    { added: 1, remembered: 6 },
  ])
  for (const memory of [second, third]) {
    expect(await importList(memory)).toEqual(reasons)
    expect(addressesIn(memory)).toEqual(['reader@example.org', 'new@example.org'])
  }
  await move(third, first) // its own hashes come back
  expect(await importList(first)).toEqual(reasons)
})

test('people who complain or leave while the export is written are not mailed by the other stack', async () => {
  const people = ['stays', 'complains', 'unsubscribes', 'erases'].map((name, index) =>
    sampleSubscriber({ id: String(index).repeat(24), address: `${name}@example.org` }),
  )
  const [first, second] = [newStack('1a', ...people), newStack('2b')]
  const { list } = first.services.subscribers
  first.services.subscribers.list = async function* () {
    yield* list()
    yield sampleSubscriber({ id: 'f'.repeat(24), address: 'last@example.org' })
  }
  const { getMany } = first.services.suppressions
  first.services.suppressions.getMany = async (hashes) => {
    const found = await getMany(hashes)
    const now = new Date(Date.now() + 1).toISOString()
    const hash = hashAddress('complains@example.org', first.keys.secrets.addressPepper)
    first.suppressions.set(hash, { reason: 'complaint', at: now })
    await unsubscribe('unsubscribes@example.org', stackOf(first), report)
    await eraseSubscriber('erases@example.org', stackOf(first), report)
    return found
  }
  await move(first, second)
  const mailed = [...second.subscribers.values()]
    .filter(({ state }) => state === 'confirmed')
    .map(({ address }) => address)
    .filter((address) => !second.suppressions.has(hashAddress(address, second.keys.secrets.addressPepper)))
  expect(mailed).toEqual(['stays@example.org', 'last@example.org'])
})

test('a complaint that comes under a former hash, after the person was imported, is read by senders', async () => {
  const first = await firstStack()
  const second = newStack('2b')
  await importList(second)
  expect(second.subscribers.size).toBe(6)
  await move(first, second)
  const hash = (name: string) => hashAddress(`${name}@example.org`, second.keys.secrets.addressPepper)
  expect(people.filter((name) => second.suppressions.has(hash(name)))).toEqual(['complaint'])
  await move(first, second)
  expect(second.suppressions.get(hash('complaint'))).toEqual({ reason: 'complaint', at })
})

test('people who complain or leave after the move are not mailed by the other stack once it imports the list again', async () => {
  const people = ['stays', 'complains', 'unsubscribes'].map((name, index) =>
    sampleSubscriber({ id: String(index).repeat(24), address: `${name}@example.org` }),
  )
  const [first, second] = [newStack('1a', ...people), newStack('2b')]
  await move(first, second)
  const hash = ({ keys }: Memory) => hashAddress('complains@example.org', keys.secrets.addressPepper)
  first.suppressions.set(hash(first), { reason: 'complaint', at })
  await unsubscribe('unsubscribes@example.org', stackOf(first), report)
  const file = await temporaryFile('again.csv')
  await exportSubscribers(file, {}, stackOf(first), report)
  const states = () => [...second.subscribers.values()].map(({ state }) => state)
  await importSubscribers(file, { confirmed: true, dryRun: true }, stackOf(second), report)
  expect([states(), second.suppressions.size]).toEqual([['confirmed', 'confirmed', 'confirmed'], 0])
  await importSubscribers(file, { confirmed: true }, stackOf(second), report)
  expect(states()).toEqual(['confirmed', 'confirmed', 'unsubscribed'])
  expect(second.suppressions.get(hash(second))).toEqual({ reason: 'complaint', at })
  const returned = sampleSubscriber({ ...people[2], yesAt: new Date(Date.now() + 1000).toISOString() })
  const third = newStack('3c', returned)
  await importSubscribers(file, { confirmed: true }, stackOf(third), report)
  expect(third.subscribers.get(returned.id)?.state).toBe('confirmed')
})

test('the file contains hashes, not addresses; the keys are in a file of their own that only its owner can read', async () => {
  const file = await move(await firstStack(), newStack('2b'))
  const text = await readFile(file, 'utf8')
  for (const name of people) expect(text).not.toContain(`${name}@`)
  expect(text).not.toContain('1a1a')
  expect(await readFile(`${file}.keys`, 'utf8')).toContain('1a1a')
  expect((await stat(`${file}.keys`)).mode & 0o777).toBe(0o600)
})

test('without the keys, the import says who may be mailed by mistake, and fails; with them, it can be repeated', async () => {
  const file = await temporaryFile('list.csv')
  await exportSubscribers(file, {}, stackOf(await firstStack()), report)
  const keys = path.join(path.dirname(file), 'keys.json')
  await copyFile(`${file}.keys`, keys)
  await rm(`${file}.keys`)
  const memory = newStack('2b')
  const run = (hashKeys?: string) =>
    importSubscribers(file, { confirmed: true, ...(hashKeys && { hashKeys }) }, stackOf(memory), report)
  await expect(run()).rejects.toThrow('5 people who must not be mailed are not remembered')
  expect(answers.at(-1)).toMatchObject({ added: 1, forgotten: 5 })
  await run(keys)
  await run() // the keys are stored
  expect(answers.at(-1)).toMatchObject({ unchanged: 1, remembered: 5 })
  await expect(run(file)).rejects.toThrow('does not contain the keys of an export')
})

test('a person who has subscribed again is not left out by what was remembered before', async () => {
  const first = await firstStack()
  const hash = hashAddress('reader@example.org', first.keys.secrets.addressPepper)
  first.departures.set(hash, { reason: 'erased', at })
  const second = newStack('2b')
  await move(first, second)
  expect(addressesIn(second)).toEqual(['reader@example.org'])
})

test('an old export of the same stack does not suppress people again who have confirmed since', async () => {
  const memory = await firstStack()
  const file = await temporaryFile('list.csv')
  await exportSubscribers(file, {}, stackOf(memory), report)
  const address = 'bounce@example.org'
  memory.subscribers.set('b'.repeat(24), sampleSubscriber({ id: 'b'.repeat(24), address }))
  const hash = hashAddress(address, memory.keys.secrets.addressPepper)
  memory.suppressions.delete(hash) // they proved that their mailbox works
  await importSubscribers(file, { confirmed: true }, stackOf(memory), report)
  expect(memory.suppressions.has(hash)).toBe(false)
  expect(answers.at(-1)).toMatchObject({ unchanged: 2, remembered: 4 })
})

test('operators’ commands find what came from another stack', async () => {
  const second = newStack('2b')
  await move(await firstStack(), second)
  await unblock('blocked@example.org', stackOf(second), report)
  expect(answers.at(-1)).toMatchObject({ wasBlocked: true })
  expect(await importList(second)).toEqual(reasons.filter((reason) => !reason.includes('blocked')))
})

test('no command takes over a suppression of another stack for a reader who is confirmed here', async () => {
  const second = newStack('2b', sampleSubscriber({ address: 'bounce@example.org' }))
  await move(await firstStack(), second)
  await showSubscriber('bounce@example.org', stackOf(second), report)
  expect(answers.at(-1)).toMatchObject({ suppressed: false })
  expect(second.suppressions.has(hashAddress('bounce@example.org', second.keys.secrets.addressPepper))).toBe(false)
})

test('a dry run counts the hashes, and stores neither them nor the keys', async () => {
  const file = await temporaryFile('list.csv')
  await exportSubscribers(file, {}, stackOf(await firstStack()), report)
  const memory = newStack('2b')
  await importSubscribers(file, { confirmed: true, dryRun: true }, stackOf(memory), report)
  expect(answers.at(-1)).toMatchObject({ added: 1, remembered: 5, dryRun: true })
  expect([memory.suppressions.size, memory.departures.size, memory.keys.secrets.formerPeppers]).toEqual([
    0,
    0,
    undefined,
  ])
})
