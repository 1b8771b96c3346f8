import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { memoryServices } from './memory-services.ts'
import {
  ada,
  fieldsOf,
  form,
  hash,
  json,
  left,
  type Memory,
  now,
  only,
  pending,
  type Sent,
  suppression,
  visit,
} from './visitor.ts'

const subscribe = (memory: Memory, email: string, more: Sent = {}) =>
  visit(memory, 'POST', '/subscribe', { ...form({ email }), ...more })

describe('subscribing', () => {
  test('by form: a pending subscriber, and a mail that asks', async () => {
    const memory = memoryServices()
    const fields: [string, string][] = [
      ['email', ' Ada@EXAMPLE.org '],
      ['digest', 'weekly'],
      ['topics', 'china'],
      ['topics', 'asia'],
      ['website', ''],
    ]
    const answer = await visit(memory, 'POST', '/subscribe', form(fields))
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Check your inbox')
    expect(only(memory)).toMatchObject({
      address: 'Ada@example.org',
      state: 'pending',
      digest: 'weekly',
      topics: ['asia', 'china'],
      timeZone: 'Europe/Berlin',
      consent: { source: 'form', at: now.toISOString(), from: expect.stringMatching(/^2026-11:[0-9a-f]{24}$/) },
    })
    expect(memory.messages).toMatchObject([{ subscriberId: only(memory)?.id }])
  })

  test('by JSON: the same, answered in JSON', async () => {
    const memory = memoryServices()
    const answer = await visit(
      memory,
      'POST',
      '/subscribe',
      json({ email: 'ada@example.org', topics: ['Asia'], timeZone: 'UTC' }),
    )
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(await answer.json()).toMatchObject({ ok: true, title: 'Check your inbox' })
    expect(only(memory)).toMatchObject({ topics: ['asia'], timeZone: 'UTC', consent: { source: 'api' } })
  })

  test('by the form of the documentation, from any other site', async () => {
    const memory = memoryServices()
    const snippet = /```html\n([\s\S]*?)```/.exec(await readFile('docs/subscribing.md', 'utf8'))?.[1] ?? ''
    const fields = fieldsOf(snippet).map(([name, value]): [string, string] =>
      name === 'email' ? [name, 'ada@example.org'] : [name, value],
    )
    expect(fields.map(([name]) => name)).toEqual(['email', 'website', 'language', 'consent'])
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    expect((await visit(memory, 'POST', '/subscribe', { ...form(fields), headers })).status).toBe(200)
    expect(only(memory)).toMatchObject({ state: 'pending', language: 'en', consent: { source: 'form' } })
    expect(only(memory)?.consent.text).toContain('I want to receive')
  })

  test('by multipart form', async () => {
    const memory = memoryServices()
    const body = new FormData()
    body.set('email', 'ada@example.org')
    body.set('topics', new Blob(['x']), 'a-file.txt')
    expect((await visit(memory, 'POST', '/subscribe', { body })).status).toBe(200)
    expect(only(memory)).toMatchObject({ address: 'ada@example.org', topics: [] })
  })

  test.each<[what: string, sent: Sent, status: number]>([
    ['no body', {}, 400],
    ['broken JSON', { body: '{"email":', headers: { 'content-type': 'application/json' } }, 400],
    ['a JSON list', json(['ada@example.org']), 400],
    ['plain text', { body: 'email=ada@example.org', headers: { 'content-type': 'text/plain' } }, 400],
    [
      'a boundary that is not there',
      { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=b' } },
      400,
    ],
    ['no address', form({}), 422],
    ['no address in JSON', json({}), 422],
    [
      'two addresses',
      form([
        ['email', 'a@example.org'],
        ['email', 'b@example.org'],
      ]),
      422,
    ],
    ['no e-mail address', form({ email: 'ada at example.org' }), 422],
    ['a header in the address', form({ email: 'ada@example.org\r\nBcc: eve@example.net' }), 422],
  ])('%s: nothing is stored or sent, and the answer says what to do', async (_what, sent, status) => {
    const memory = memoryServices()
    const answer = await visit(memory, 'POST', '/subscribe', sent)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('Bcc')
    expect(memory.calls).toEqual([])
  })

  test('a robot that fills in the hidden field hears what everybody hears, and nothing comes of it', async () => {
    const memory = memoryServices()
    const answer = await visit(
      memory,
      'POST',
      '/subscribe',
      form({ email: 'ada@example.org', website: 'https://spam.example' }),
    )
    const person = await subscribe(memoryServices(), 'ada@example.org')
    expect([answer.status, await answer.text()]).toEqual([person.status, await person.text()])
    expect(memory.calls).toEqual([])
  })

  test.each([
    ['an unknown address', memoryServices()],
    ['a pending one', memoryServices(pending)],
    ['a confirmed one', memoryServices(ada)],
    ['one who left', memoryServices(left)],
  ])('%s: the answer and the work done are those for everyone', async (_who, memory) => {
    const answer = await subscribe(memory, 'ada@example.org')
    const other = await subscribe(memoryServices(), 'nobody@example.org')
    expect([answer.status, [...answer.headers], await answer.text()]).toEqual([
      other.status,
      [...other.headers],
      await other.text(),
    ])
    expect(memory.calls).toEqual(['count', 'count', 'find', 'get', 'save', 'ask'])
    expect(memory.messages).toHaveLength(1)
  })

  test('a suppressed address: the same answer and work; send-confirmation sends it nothing', async () => {
    const memory = memoryServices()
    memory.suppressions.set(hash, suppression)
    expect((await subscribe(memory, 'ada@example.org')).status).toBe(200)
    expect(memory.calls).toEqual(['count', 'count', 'find', 'get', 'save', 'ask'])
  })

  test('a confirmed subscriber keeps what they chose, whatever a stranger types', async () => {
    const memory = memoryServices(ada)
    await visit(memory, 'POST', '/subscribe', form({ email: 'ada@example.org', digest: 'weekly', topics: 'x' }))
    expect(only(memory)).toEqual(ada)
  })

  test('two first requests at once make one subscriber', async () => {
    const memory = memoryServices()
    const both = await Promise.all([subscribe(memory, 'ada@example.org'), subscribe(memory, 'ADA@example.org')])
    expect(both.map((answer) => answer.status)).toEqual([200, 200])
    expect(memory.subscribers.size).toBe(1)
    expect(new Set(memory.messages.map((message) => message.subscriberId)).size).toBe(1)
  })

  test('who unsubscribes while someone types their address is not made pending behind their back unnoticed', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...left, revision: 2 })
    await subscribe(memory, 'ada@example.org')
    expect(only(memory)).toMatchObject({ state: 'pending', unsubscribedAt: left.unsubscribedAt, revision: 3 })
  })
})

describe('limits', () => {
  test('the sixth request for an address within six hours is told when to come back, from wherever it comes', async () => {
    const memory = memoryServices()
    for (let count = 0; count < 5; count += 1) {
      expect((await subscribe(memory, 'ada@example.org', { ip: `203.0.113.${count}` })).status).toBe(200)
    }
    const answer = await subscribe(memory, 'Ada@example.org', { now: new Date('2026-11-21T11:00:00Z') })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('3600')
    expect(await answer.text()).toContain('in 60 minutes')
    expect(memory.messages).toHaveLength(5)
    const later = await subscribe(memory, 'ada@example.org', { now: new Date('2026-11-21T12:00:00Z') })
    expect(later.status).toBe(200)
  })

  test('so is the 101st request of a network within an hour, and it does not count for the address', async () => {
    const memory = memoryServices()
    for (let count = 0; count < 100; count += 1) {
      expect((await subscribe(memory, `reader${count}@example.org`, { ip: `2001:db8:1:2::${count}` })).status).toBe(200)
    }
    for (let count = 0; count < 6; count += 1) {
      expect((await subscribe(memory, 'ada@example.org', { ip: '2001:db8:1:2:f::' })).status).toBe(429)
    }
    expect((await subscribe(memory, 'ada@example.org', { ip: '2001:db8:1:3::1' })).status).toBe(200)
  })
})

describe('work', () => {
  test('who did not do what is asked for may subscribe five times an hour from one network', async () => {
    const memory = memoryServices()
    const strict = { ...memory.services.site.publication, proofOfWork: true }
    const services = { ...memory.services, site: { ...memory.services.site, publication: strict } }
    const statuses: number[] = []
    for (let count = 0; count < 6; count += 1) {
      statuses.push((await subscribe({ ...memory, services }, `reader${count}@example.org`)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})
