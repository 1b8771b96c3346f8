import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { memoryServices } from './memory-services.ts'
import {
  ada,
  fieldsOf,
  form,
  hash,
  json,
  type Memory,
  now,
  only,
  pending,
  type Sent,
  suppression,
  unsubscribed,
  visit,
} from './visitor.ts'

const subscribe = (memory: Memory, email: string, more: Sent = {}) =>
  visit(memory, 'POST', '/subscribe', { ...form({ email }), ...more })

describe('subscribing', () => {
  test('by form stores a pending subscriber and sends a confirmation mail', async () => {
    const memory = memoryServices()
    const fields: [string, string][] = [
      ['email', ' Ada@EXAMPLE.org '],
      ['digest', 'weekly'],
      ['topics', 'china'],
      ['topics', 'asia'],
      ['website', ''],
    ]
    const response = await visit(memory, 'POST', '/subscribe', form(fields))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Check your inbox')
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

  test('by JSON does the same, and the response is JSON', async () => {
    const memory = memoryServices()
    const response = await visit(
      memory,
      'POST',
      '/subscribe',
      json({ email: 'ada@example.org', topics: ['Asia'], timeZone: 'UTC' }),
    )
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toMatchObject({ ok: true, title: 'Check your inbox' })
    expect(only(memory)).toMatchObject({ topics: ['asia'], timeZone: 'UTC', consent: { source: 'api' } })
  })

  test('reports unknown choices on the page and as JSON', async () => {
    const memory = memoryServices()
    const choices = { email: 'ada@example.org', digest: 'hourly', topics: 'asia, <b>asai</b>' }
    const page = await (await visit(memory, 'POST', '/subscribe', form(choices))).text()
    expect(page).toContain('We have no digest called “hourly”')
    expect(page).toContain('We have no topic called “&lt;b&gt;asai&lt;/b&gt;”')
    expect(only(memory)).toMatchObject({ digest: 'daily', topics: ['asia'] })
    const answer = await visit(memoryServices(), 'POST', '/subscribe', json({ ...choices, topics: ['asai'] }))
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ ok: false, unknown: [{ field: 'topics', value: 'asai' }] }),
    ])
  })

  test('works with the form in the documentation, on any other site', async () => {
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

  test('works with a multipart form', async () => {
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
    ['a missing boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=b' } }, 400],
    ['no address field', form({}), 422],
    ['no address in JSON', json({}), 422],
    [
      'two addresses',
      form([
        ['email', 'a@example.org'],
        ['email', 'b@example.org'],
      ]),
      422,
    ],
    ['an invalid address', form({ email: 'ada at example.org' }), 422],
    ['a header in the address', form({ email: 'ada@example.org\r\nBcc: eve@example.net' }), 422],
  ])('with %s stores and sends nothing', async (_what, sent, status) => {
    const memory = memoryServices()
    const response = await visit(memory, 'POST', '/subscribe', sent)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('Bcc')
    expect(memory.calls).toEqual([])
  })

  test('with the hidden field filled in gets the usual response, and stores nothing', async () => {
    const memory = memoryServices()
    const response = await visit(
      memory,
      'POST',
      '/subscribe',
      form({ email: 'ada@example.org', website: 'https://spam.example' }),
    )
    const person = await subscribe(memoryServices(), 'ada@example.org')
    expect([response.status, await response.text()]).toEqual([person.status, await person.text()])
    expect(memory.calls).toEqual([])
  })

  test.each([
    ['an unknown address', memoryServices()],
    ['a pending subscriber', memoryServices(pending)],
    ['a confirmed subscriber', memoryServices(ada)],
    ['an unsubscribed subscriber', memoryServices(unsubscribed)],
  ])('%s gets the same response, after the same reads and writes, as any other address', async (_who, memory) => {
    const response = await subscribe(memory, 'ada@example.org')
    const other = await subscribe(memoryServices(), 'nobody@example.org')
    expect([response.status, [...response.headers], await response.text()]).toEqual([
      other.status,
      [...other.headers],
      await other.text(),
    ])
    expect(memory.calls).toEqual(['count', 'count', 'find', 'get', 'save', 'ask'])
    expect(memory.messages).toHaveLength(1)
  })

  test('a suppressed address gets the same response after the same reads and writes', async () => {
    const memory = memoryServices()
    memory.suppressions.set(hash, suppression)
    expect((await subscribe(memory, 'ada@example.org')).status).toBe(200)
    expect(memory.calls).toEqual(['count', 'count', 'find', 'get', 'save', 'ask'])
  })

  test('a confirmed subscriber keeps their choices, because a stranger may have sent the form', async () => {
    const memory = memoryServices(ada)
    await visit(memory, 'POST', '/subscribe', form({ email: 'ada@example.org', digest: 'weekly', topics: 'asia' }))
    expect(only(memory)).toEqual(ada)
  })

  test('two concurrent first requests make one subscriber', async () => {
    const memory = memoryServices()
    const both = await Promise.all([subscribe(memory, 'ada@example.org'), subscribe(memory, 'ADA@example.org')])
    expect(both.map((response) => response.status)).toEqual([200, 200])
    expect(memory.subscribers.size).toBe(1)
    expect(new Set(memory.messages.map((message) => message.subscriberId)).size).toBe(1)
  })

  test('a request that races with an unsubscription keeps its date', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...unsubscribed, revision: 2 })
    await subscribe(memory, 'ada@example.org')
    expect(only(memory)).toMatchObject({ state: 'pending', unsubscribedAt: unsubscribed.unsubscribedAt, revision: 3 })
  })
})

describe('rate limits', () => {
  test('the sixth request for an address within six hours is refused, from any network, and the response says how long to wait', async () => {
    const memory = memoryServices()
    for (let count = 0; count < 5; count += 1) {
      expect((await subscribe(memory, 'ada@example.org', { ip: `203.0.113.${count}` })).status).toBe(200)
    }
    const response = await subscribe(memory, 'Ada@example.org', { now: new Date('2026-11-21T11:00:00Z') })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('3600')
    expect(await response.text()).toContain('in 60 minutes')
    expect(memory.messages).toHaveLength(5)
    const later = await subscribe(memory, 'ada@example.org', { now: new Date('2026-11-21T12:00:00Z') })
    expect(later.status).toBe(200)
  })

  test('the 101st request from a network within an hour is refused, and does not count towards the limit of the address', async () => {
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

describe('where proof of work is required', () => {
  test('one network may send five requests an hour without it', async () => {
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

test('the form and JSON give a name if publication.json asks for it, and it changes on the preferences page', async () => {
  const memory = memoryServices()
  const { site } = memory.services
  const asking = { ...site, publication: { ...site.publication, form: { name: 'optional' as const } } }
  Object.assign(memory.services, { site: asking })
  await visit(memory, 'POST', '/subscribe', json({ email: 'ada@example.org', name: ' Ada  Lovelace' }))
  expect(only(memory)).toMatchObject({ name: 'Ada Lovelace', state: 'pending' })
  await visit(memory, 'POST', '/subscribe', form({ email: 'ada@example.org', name: 'Buy at www.evil.example' }))
  expect(only(memory)).toMatchObject({ name: 'Ada Lovelace', state: 'pending' })
})
