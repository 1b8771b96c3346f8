import { beforeEach, describe, expect, test } from 'vitest'
import { block } from '../../../cli/subscribers/block.ts'
import { eraseSubscriber } from '../../../cli/subscribers/erase.ts'
import { importSubscribers } from '../../../cli/subscribers/import.ts'
import { showSubscriber } from '../../../cli/subscribers/show.ts'
import { unblock } from '../../../cli/subscribers/unblock.ts'
import { unsubscribe } from '../../../cli/subscribers/unsubscribe.ts'
import type { Subscriber, Suppression } from '../../../core/subscribers/subscriber.ts'
import { issueToken } from '../../../core/subscribers/token.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from '../../lambdas/manage-subscription/memory-services.ts'
import { ada, button, form, hash, link, now, only, visit } from '../../lambdas/manage-subscription/visitor.ts'
import { type Memory, stackOf } from './memory-stack.ts'
import { temporaryFile } from './temporary-file.ts'

const answers: { readonly value: unknown; readonly lines: readonly string[] | undefined }[] = []
const report = { answer: (value: unknown, lines?: readonly string[]) => void answers.push({ value, lines }) }
beforeEach(() => void answers.splice(0))

const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
const run = (command: typeof block, memory: Memory, address = 'ADA@example.org') =>
  command(address, stackOf(memory), report)

/** Imports ada with her consent, and returns why she was left out. */
async function importAda(memory: Memory): Promise<unknown> {
  const file = await temporaryFile('list.csv', 'email\nada@example.org\n')
  await importSubscribers(file, { confirmed: true }, stackOf(memory), report)
  return (answers.at(-1)?.value as { skipped: { reason: string }[] } | undefined)?.skipped[0]?.reason
}

const signUp = async (memory: Memory) => {
  memory.messages.length = 0
  const response = await visit(memory, 'POST', '/subscribe', form({ email: 'ada@example.org' }))
  expect(response.status).toBe(200)
  return only(memory)?.state
}

const today = new Date().toISOString().slice(0, 10)

describe.each<[string, Subscriber[]]>([
  ['a confirmed subscriber', [ada]],
  ['a pending subscriber', [pending]],
  ['an address without a subscriber', []],
])('%s', (_who, subscribers) => {
  test('who was unsubscribed by the operator is left out by imports, and can subscribe with the form', async () => {
    const memory = memoryServices(...subscribers)
    await run(unsubscribe, memory)
    await run(unsubscribe, memory)
    expect(await importAda(memory)).toBe(`unsubscribed by the operator on ${today}`)
    expect(await signUp(memory)).toBe('pending')
    expect(await importAda(memory)).toBe(`unsubscribed by the operator on ${today}`)
    const later = new Date(Date.now() + 1000)
    const confirm = issueToken(secrets, 'confirm', only(memory)?.id ?? '', later)
    await visit(memory, 'POST', `/confirm?t=${confirm}`, { ...button, now: later })
    expect(only(memory)).toMatchObject({ state: 'confirmed', unsubscribedAt: undefined })
    expect(await importAda(memory)).toBeUndefined()
  })

  test('who was erased leaves only a hash, is left out by imports, and can subscribe with the form', async () => {
    const memory = memoryServices(...subscribers)
    await run(eraseSubscriber, memory)
    await run(eraseSubscriber, memory)
    expect([memory.subscribers.size, memory.departures.get(hash)]).toMatchObject([
      0,
      { reason: 'erased', by: 'operator' },
    ])
    expect(await importAda(memory)).toBe(`erased by the operator on ${today}`)
    expect(await signUp(memory)).toBe('pending')
  })

  test('who is blocked is left out by imports until the block ends', async () => {
    const memory = memoryServices(...subscribers)
    await run(block, memory)
    expect(await importAda(memory)).toBe(`suppressed: blocked by the operator on ${today}`)
    await run(unblock, memory)
    expect([memory.suppressions.size, await importAda(memory)]).toEqual([0, undefined])
    await run(unblock, memory)
    expect(answers.at(-1)?.lines).toEqual([
      'ada@example.org was not blocked, so nothing changed.'.replace('ada', 'ADA'),
    ])
  })
})

test.each<[string, Suppression, Suppression | undefined]>([
  [
    'a bounce',
    { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' },
    { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' },
  ],
  [
    'a complaint',
    { reason: 'complaint', at: '2026-11-05T00:00:00.000Z' },
    { reason: 'complaint', at: '2026-11-05T00:00:00.000Z' },
  ],
])('%s outlasts a block', async (_what, suppression, after) => {
  const memory = memoryServices(ada)
  memory.suppressions.set(hash, suppression)
  await run(block, memory)
  await run(unblock, memory)
  expect(memory.suppressions.get(hash)).toEqual(after)
  expect(answers.at(-1)?.value).toMatchObject({ suppressed: true })
})

test.each<[string, Subscriber, typeof block]>([
  ['unsubscribes', pending, unsubscribe],
  ['unsubscribes', ada, unsubscribe],
  ['erases', pending, eraseSubscriber],
  ['blocks', pending, block],
])('a link to confirm from before the operator %s somebody brings nobody back', async (_what, subscriber, command) => {
  const memory = memoryServices(subscriber)
  const before = new Date(Date.now() - 60_000)
  const old = `/confirm?t=${issueToken(secrets, 'confirm', ada.id, before)}`
  await run(command, memory)
  const at = { ...button, now: new Date(Date.now() + 60_000) }
  expect((await visit(memory, 'POST', old, at)).status).toBe(410)
  await visit(memory, 'POST', '/subscribe', { ...form({ email: ada.address }), now: at.now })
  expect([only(memory)?.state, (await visit(memory, 'POST', old, at)).status, only(memory)?.state]).toEqual([
    'pending',
    410,
    'pending',
  ])
  const fresh = `/confirm?t=${issueToken(secrets, 'confirm', only(memory)?.id ?? '', at.now)}`
  expect((await visit(memory, 'POST', fresh, at)).status).toBe(command === block ? 410 : 200)
})

test('nobody can undo the operator’s unsubscription with a link from an old mail', async () => {
  const memory = memoryServices(ada)
  const page = await (await visit(memory, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, button)).text()
  expect(page).toContain('/resubscribe')
  memory.subscribers.set(ada.id, ada)
  await run(unsubscribe, memory)
  const later = await (await visit(memory, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, button)).text()
  expect(later).not.toContain('/resubscribe')
  const undo = issueToken(secrets, 'return', ada.id, now, String(only(memory)?.revision))
  expect((await visit(memory, 'POST', `/resubscribe?t=${undo}`, button)).status).toBe(410)
  expect(only(memory)).toMatchObject({ state: 'unsubscribed', unsubscribedBy: 'operator' })
})

test('`subscribers show` says why an address without a subscriber is remembered', async () => {
  const memory = memoryServices(ada)
  await run(block, memory)
  await run(eraseSubscriber, memory)
  await expect(run(showSubscriber, memory)).rejects.toThrow(
    `There is no subscriber ADA@example.org; its address is suppressed: blocked by the operator on ${today}; it was erased by the operator on ${today}.`,
  )
})
