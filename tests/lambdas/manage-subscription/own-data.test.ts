import { describe, expect, test } from 'vitest'
import { memoryServices } from './memory-services.ts'
import { ada, button, fieldsOf, form, hash, link, now, suppression, visit } from './visitor.ts'

describe('own data', () => {
  test('is mailed to the subscriber once an hour, and never shown to the holder of a link', async () => {
    const memory = memoryServices(ada)
    const ask = (now: string) =>
      visit(memory, 'POST', `/export?t=${link('preferences')}`, { ...button, now: new Date(now) })
    const first = await ask('2026-11-21T06:00:00Z')
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const page = await first.text()
    expect(page).toContain('We have sent your data to the address that receives our emails')
    for (const secret of [ada.address, ada.consent.source, ada.createdAt]) expect(page).not.toContain(secret)
    const again = await ask('2026-11-21T06:59:00Z')
    expect([again.status, again.headers.get('retry-after')]).toEqual([429, '60'])
    expect(memory.messages).toMatchObject([{ subscriberId: ada.id, notice: 'export' }])
    expect((await ask('2026-11-21T07:00:00Z')).status).toBe(200)
    expect(memory.messages).toHaveLength(2)
  })

  test('cannot be mailed to a suppressed address, and the page says what to do', async () => {
    const memory = memoryServices(ada)
    memory.suppressions.set(hash, suppression)
    const response = await visit(memory, 'POST', `/export?t=${link('preferences')}`, button)
    expect([response.status, memory.messages]).toEqual([409, []])
    expect(await response.text()).toContain('please write to post@example.org')
  })

  test('is erased after a second press, and links in old mails say so', async () => {
    const memory = memoryServices(ada)
    const path = `/erase?t=${link('preferences')}`
    const question = await visit(memory, 'POST', path, button)
    expect(fieldsOf(await question.text())).toEqual([
      ['pressed', 'yes'],
      ['sure', 'yes'],
    ])
    expect(memory.subscribers.size).toBe(1)
    expect(await (await visit(memory, 'POST', path, form({ sure: 'yes' }))).text()).toContain(
      'Your data has been erased',
    )
    expect([memory.subscribers.size, [...memory.departures]]).toEqual([
      0,
      [[hash, { reason: 'erased', at: now.toISOString() }]],
    ])
    const { id: subscriberId, address: to, language } = ada
    const told = [expect.objectContaining({ subscriberId, notice: 'erased', to, language })]
    expect(memory.messages).toEqual(told)
    expect(await (await visit(memory, 'POST', path, form({ sure: 'yes' }))).text()).toContain(
      'Your data has been erased',
    )
    expect(memory.messages).toEqual(told)
    expect((await visit(memory, 'POST', `/confirm?t=${link('confirm')}`, button)).status).toBe(410)
    expect(memory.subscribers.size).toBe(0)
  })

  test('is erased even if something else changes it concurrently', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, revision: 2 })
    await visit(memory, 'POST', `/erase?t=${link('preferences')}`, form({ sure: 'yes' }))
    expect(memory.subscribers.size).toBe(0)
  })
})
