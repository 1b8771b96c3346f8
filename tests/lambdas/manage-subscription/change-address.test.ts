import { describe, expect, test } from 'vitest'
import { boundTo, issueToken, type TokenPurpose } from '../../../core/subscribers/token.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from './memory-services.ts'
import { ada, form, left, link, type Memory, now, only, pending, visit } from './visitor.ts'

const at = (purpose: TokenPurpose, address: string, when = now) =>
  `/address?t=${issueToken(secrets, purpose, ada.id, when, boundTo(address, secrets))}`
const enter = (memory: Memory, address: string) =>
  visit(memory, 'POST', at('address', ada.address), form({ email: address }))

describe('from the link in every mail, which may be a forwarded one', () => {
  const path = `/address?t=${link('preferences')}`

  test('the address cannot be changed: a mail goes to the present one', async () => {
    const memory = memoryServices(ada)
    const answer = await visit(memory, 'POST', path, form({ email: 'eve@example.net' }))
    expect(answer.status).toBe(200)
    expect(memory.messages).toMatchObject([{ subscriberId: ada.id, notice: 'approveMove' }])
    expect([only(memory), memory.moves.size]).toEqual([ada, 0])
    expect(memory.messages[0]).not.toHaveProperty('to')
  })

  test('not too often', async () => {
    const memory = memoryServices(ada)
    for (let count = 0; count < 5; count += 1) expect((await visit(memory, 'POST', path)).status).toBe(200)
    const answer = await visit(memory, 'POST', path)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '21600'])
    expect(memory.messages).toHaveLength(5)
  })

  test.each([pending, left])('and only by one who is subscribed', async (subscriber) => {
    const memory = memoryServices(subscriber)
    expect((await visit(memory, 'POST', path)).status).toBe(410)
    expect((await enter(memory, 'new@example.org')).status).toBe(410)
    expect([memory.messages, only(memory)]).toEqual([[], subscriber])
  })
})

describe('from the link mailed to the present address', () => {
  test('a new one is entered, which is mailed, and nothing changes yet', async () => {
    const memory = memoryServices(ada)
    expect(await (await visit(memory, 'GET', at('address', ada.address))).text()).toContain('type="email"')
    const answer = await enter(memory, ' New@EXAMPLE.org ')
    expect(await answer.text()).toContain('Check your new inbox')
    expect(memory.messages).toMatchObject([{ notice: 'confirmMove', to: 'New@example.org' }])
    expect(only(memory)).toEqual(ada)
  })

  test('the answer is the same whether the new address is known or not', async () => {
    const other = sampleSubscriber({ id: 'b'.repeat(24), address: 'grace@example.org' })
    const answers = await Promise.all(
      ['grace@example.org', 'nobody@example.org'].map((address) => enter(memoryServices(ada, other), address)),
    )
    const [known, unknown] = await Promise.all(answers.map(async (each) => [each.status, await each.text()]))
    expect(known).toEqual(unknown)
  })

  test('what is no address is refused', async () => {
    const memory = memoryServices(ada)
    expect((await enter(memory, 'new at example.org')).status).toBe(422)
    expect([memory.messages, memory.moves.size]).toEqual([[], 0])
  })

  test('it works for a day, and for the address that it was mailed to', async () => {
    const memory = memoryServices(ada)
    const old = at('address', ada.address, new Date('2026-11-20T05:00:00Z'))
    expect((await visit(memory, 'POST', old, form({ email: 'new@example.org' }))).status).toBe(410)
    const foreign = at('address', 'other@example.org')
    expect((await visit(memory, 'POST', foreign, form({ email: 'new@example.org' }))).status).toBe(410)
    expect(memory.moves.size).toBe(0)
  })
})

describe('from the link mailed to the new address', () => {
  async function entered(memory: Memory) {
    await enter(memory, 'new@example.org')
    memory.messages.length = 0
    return at('move', 'new@example.org')
  }

  test('looking changes nothing; the button moves the subscription, and both addresses hear of it', async () => {
    const memory = memoryServices(ada)
    const path = await entered(memory)
    expect(await (await visit(memory, 'GET', path)).text()).toContain('Use this address?')
    expect(only(memory)).toEqual(ada)
    const answer = await visit(memory, 'POST', path)
    expect(await answer.text()).toContain('Your email address has been changed')
    expect(only(memory)).toEqual({ ...ada, address: 'new@example.org', revision: 2 })
    expect(memory.messages.map(({ notice, to }) => [notice, to])).toEqual([
      ['moved', undefined],
      ['movedAway', ada.address],
    ])
  })

  test('twice is the same as once', async () => {
    const memory = memoryServices(ada)
    const path = await entered(memory)
    await visit(memory, 'POST', path)
    const once = only(memory)
    expect((await visit(memory, 'POST', path)).status).toBe(200)
    expect([only(memory), memory.messages]).toEqual([once, expect.objectContaining({ length: 2 })])
  })

  test('of two new addresses only the last one is moved to', async () => {
    const memory = memoryServices(ada)
    const first = await entered(memory)
    await enter(memory, 'newer@example.org')
    expect((await visit(memory, 'POST', first)).status).toBe(410)
    expect(only(memory)).toEqual(ada)
  })

  test('who has left meanwhile is not moved', async () => {
    const memory = memoryServices(ada)
    const path = await entered(memory)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...left, revision: 2 })
    expect((await visit(memory, 'POST', path)).status).toBe(410)
    expect(only(memory)).toMatchObject({ state: 'unsubscribed', address: ada.address })
  })

  test('a subscription that the new address has already makes way', async () => {
    const other = sampleSubscriber({ id: 'b'.repeat(24), address: 'new@example.org' })
    const memory = memoryServices(ada, other)
    await visit(memory, 'POST', await entered(memory))
    expect([...memory.subscribers.values()]).toEqual([{ ...ada, address: 'new@example.org', revision: 2 }])
  })
})
