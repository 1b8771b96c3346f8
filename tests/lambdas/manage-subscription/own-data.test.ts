import { describe, expect, test } from 'vitest'
import { memoryServices } from './memory-services.ts'
import { ada, button, fieldsOf, form, hash, link, suppression, visit } from './visitor.ts'

describe('own data', () => {
  test('is exported as a JSON file with everything that is stored', async () => {
    const memory = memoryServices(ada)
    memory.suppressions.set(hash, suppression)
    const response = await visit(memory, 'POST', `/export?t=${link('preferences')}`, button)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="my-subscription.json"')
    const { revision, ...stored } = ada
    expect(await response.json()).toEqual({ ...JSON.parse(JSON.stringify(stored)), suppressed: true, suppression })
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
    expect([memory.subscribers.size, [...memory.departures]]).toEqual([0, [[hash, { reason: 'erased' }]]])
    expect(await (await visit(memory, 'POST', path, form({ sure: 'yes' }))).text()).toContain(
      'Your data has been erased',
    )
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
