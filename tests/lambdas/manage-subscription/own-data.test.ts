import { describe, expect, test } from 'vitest'
import { memoryServices } from './memory-services.ts'
import { ada, fieldsOf, form, hash, link, suppression, visit } from './visitor.ts'

describe('own data', () => {
  test('is a JSON file with everything that is known', async () => {
    const memory = memoryServices(ada)
    memory.suppressions.set(hash, suppression)
    const answer = await visit(memory, 'POST', `/export?t=${link('preferences')}`)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="my-subscription.json"')
    const { revision, ...known } = ada
    expect(await answer.json()).toEqual({ ...JSON.parse(JSON.stringify(known)), suppressed: true, suppression })
  })

  test('is erased after asking twice, and links from old mails say so', async () => {
    const memory = memoryServices(ada)
    const path = `/erase?t=${link('preferences')}`
    const asked = await visit(memory, 'POST', path)
    expect(fieldsOf(await asked.text())).toEqual([['sure', 'yes']])
    expect(memory.subscribers.size).toBe(1)
    expect(await (await visit(memory, 'POST', path, form({ sure: 'yes' }))).text()).toContain(
      'Your data has been erased',
    )
    expect([memory.subscribers.size, [...memory.departures]]).toEqual([0, [[hash, { reason: 'erased' }]]])
    expect(await (await visit(memory, 'POST', path, form({ sure: 'yes' }))).text()).toContain(
      'Your data has been erased',
    )
    expect((await visit(memory, 'POST', `/confirm?t=${link('confirm')}`)).status).toBe(410)
    expect(memory.subscribers.size).toBe(0)
  })

  test('is erased at once also when something changes it at that moment', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, revision: 2 })
    await visit(memory, 'POST', `/erase?t=${link('preferences')}`, form({ sure: 'yes' }))
    expect(memory.subscribers.size).toBe(0)
  })
})
