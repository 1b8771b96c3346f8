import { describe, expect, test } from 'vitest'
import { boundTo, issueToken, type TokenPurpose } from '../../../core/subscribers/token.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from './memory-services.ts'
import { ada, button, form, hash, link, type Memory, now, only, pending, unsubscribed, visit } from './visitor.ts'

const at = (purpose: TokenPurpose, address: string, when = now) =>
  `/address?t=${issueToken(secrets, purpose, ada.id, when, boundTo(address, secrets))}`
const enter = (memory: Memory, address: string) =>
  visit(memory, 'POST', at('address', ada.address), form({ email: address }))

describe('the link in every mail, which may be forwarded', () => {
  const path = `/address?t=${link('preferences')}`

  test('cannot change the address: a mail goes to the present one', async () => {
    const memory = memoryServices(ada)
    const response = await visit(memory, 'POST', path, form({ email: 'eve@example.net' }))
    expect(response.status).toBe(200)
    expect(memory.messages).toMatchObject([{ subscriberId: ada.id, notice: 'approveMove' }])
    expect([only(memory), memory.moves.size]).toEqual([ada, 0])
    expect(memory.messages[0]).not.toHaveProperty('to')
  })

  test('is rate limited', async () => {
    const memory = memoryServices(ada)
    for (let count = 0; count < 5; count += 1) expect((await visit(memory, 'POST', path, button)).status).toBe(200)
    const response = await visit(memory, 'POST', path, button)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '21600'])
    expect(memory.messages).toHaveLength(5)
  })

  test.each([pending, unsubscribed])('works for confirmed subscribers only', async (subscriber) => {
    const memory = memoryServices(subscriber)
    expect((await visit(memory, 'POST', path, button)).status).toBe(410)
    expect((await enter(memory, 'new@example.org')).status).toBe(410)
    expect([memory.messages, only(memory)]).toEqual([[], subscriber])
  })
})

describe('the link mailed to the present address', () => {
  test('leads to a form for the new address, which gets a mail, and changes nothing yet', async () => {
    const memory = memoryServices(ada)
    expect(await (await visit(memory, 'GET', at('address', ada.address))).text()).toContain('type="email"')
    const response = await enter(memory, ' New@EXAMPLE.org ')
    expect(await response.text()).toContain('Check your new inbox')
    expect(memory.messages).toMatchObject([{ notice: 'confirmMove', to: 'New@example.org' }])
    expect(only(memory)).toEqual(ada)
  })

  test('gets the same response whether or not the new address is subscribed', async () => {
    const other = sampleSubscriber({ id: 'b'.repeat(24), address: 'grace@example.org' })
    const responses = await Promise.all(
      ['grace@example.org', 'nobody@example.org'].map((address) => enter(memoryServices(ada, other), address)),
    )
    const [subscribed, unknown] = await Promise.all(responses.map(async (each) => [each.status, await each.text()]))
    expect(subscribed).toEqual(unknown)
  })

  test('refuses an invalid address', async () => {
    const memory = memoryServices(ada)
    expect((await enter(memory, 'new at example.org')).status).toBe(422)
    expect([memory.messages, memory.moves.size]).toEqual([[], 0])
  })

  test('is valid for a day, and only while the subscriber has the address that it was mailed to', async () => {
    const memory = memoryServices(ada)
    const old = at('address', ada.address, new Date('2026-11-20T05:00:00Z'))
    expect((await visit(memory, 'POST', old, form({ email: 'new@example.org' }))).status).toBe(410)
    const foreign = at('address', 'other@example.org')
    expect((await visit(memory, 'POST', foreign, form({ email: 'new@example.org' }))).status).toBe(410)
    expect(memory.moves.size).toBe(0)
  })
})

describe('the link mailed to the new address', () => {
  async function enterNew(memory: Memory) {
    await enter(memory, 'new@example.org')
    memory.messages.length = 0
    return at('move', 'new@example.org')
  }

  test('changes nothing when shown; its button moves the subscription, and both addresses get a mail', async () => {
    const memory = memoryServices(ada)
    const path = await enterNew(memory)
    expect(await (await visit(memory, 'GET', path)).text()).toContain('Use this address?')
    expect(only(memory)).toEqual(ada)
    const response = await visit(memory, 'POST', path, button)
    expect(await response.text()).toContain('Your email address has been changed')
    expect(only(memory)).toEqual({ ...ada, address: 'new@example.org', yesAt: expect.any(String), revision: 2 })
    expect(memory.messages.map(({ notice, to }) => [notice, to])).toEqual([
      ['moved', undefined],
      ['movedAway', ada.address],
    ])
  })

  test('pressed twice is the same as once', async () => {
    const memory = memoryServices(ada)
    const path = await enterNew(memory)
    await visit(memory, 'POST', path, button)
    const once = only(memory)
    expect((await visit(memory, 'POST', path, button)).status).toBe(200)
    expect([only(memory), memory.messages]).toEqual([once, expect.objectContaining({ length: 2 })])
  })

  test('works only for the new address that was entered last', async () => {
    const memory = memoryServices(ada)
    const first = await enterNew(memory)
    await enter(memory, 'newer@example.org')
    expect((await visit(memory, 'POST', first, button)).status).toBe(410)
    expect(only(memory)).toEqual(ada)
  })

  test('does not move a subscriber who unsubscribed meanwhile', async () => {
    const memory = memoryServices(ada)
    const path = await enterNew(memory)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...unsubscribed, revision: 2 })
    expect((await visit(memory, 'POST', path, button)).status).toBe(410)
    expect(only(memory)).toMatchObject({ state: 'unsubscribed', address: ada.address })
  })

  test.each(['operator', 'complaint'] as const)('does not help anyone to escape a suppression: %s', async (reason) => {
    const memory = memoryServices(ada)
    const path = await enterNew(memory)
    memory.suppressions.set(hash, { reason, at: '2026-11-21T05:00:00.000Z' })
    expect((await visit(memory, 'POST', path, button)).status).toBe(410)
    expect((await enter(memory, 'other@example.org')).status).toBe(410)
    expect([only(memory), memory.messages]).toEqual([ada, []])
  })

  test('leads away from a mailbox that bounces, and imports leave the old address out', async () => {
    const memory = memoryServices(ada)
    const path = await enterNew(memory)
    memory.suppressions.set(hash, { reason: 'bounce', at: '2026-11-21T05:00:00.000Z' })
    expect((await visit(memory, 'POST', path, button)).status).toBe(200)
    expect(memory.departures.get(hash)).toEqual({ reason: 'moved', at: now.toISOString() })
  })

  test('replaces a subscription that the new address already has', async () => {
    const other = sampleSubscriber({ id: 'b'.repeat(24), address: 'new@example.org' })
    const memory = memoryServices(ada, other)
    await visit(memory, 'POST', await enterNew(memory), button)
    expect([...memory.subscribers.values()]).toEqual([
      { ...ada, address: 'new@example.org', yesAt: expect.any(String), revision: 2 },
    ])
  })
})
