import { describe, expect, test } from 'vitest'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from './memory-services.ts'
import { ada, fieldsOf, form, json, link, now, only, pending, type Sent, unsubscribed, visit } from './visitor.ts'

describe('confirming', () => {
  test('the link shows a button, the button confirms, and then the page has no such button', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-28'))}`
    const page = await visit(memory, 'GET', path)
    expect(await page.text()).toContain(`<form class="form" method="post" action="${path.replaceAll('=', '&#x3D;')}">`)
    expect(only(memory)).toEqual(pending)
    const pressed = await visit(memory, 'POST', path)
    expect([pressed.status, only(memory)?.state, only(memory)?.confirmedAt]).toEqual([
      200,
      'confirmed',
      now.toISOString(),
    ])
    const text = await (await visit(memory, 'GET', path)).text()
    expect(text).toContain('You are subscribed')
    expect(text).not.toContain('action="/confirm')
  })

  test('the button does not re-subscribe people who unsubscribed, and the page says so', async () => {
    const memory = memoryServices(unsubscribed)
    const response = await visit(memory, 'POST', `/confirm?t=${link('confirm', new Date('2026-11-28'))}`)
    expect(response.status).toBe(410)
    expect(await response.text()).toContain('no longer works')
    expect(only(memory)).toEqual(unsubscribed)
  })

  test('a race between confirming and unsubscribing ends unsubscribed', async () => {
    const memory = memoryServices(pending)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...unsubscribed, revision: 2 })
    expect((await visit(memory, 'POST', `/confirm?t=${link('confirm')}`)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('an expired link confirms nothing, and its button sends a new one, within the rate limit', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-20'))}`
    const page = await visit(memory, 'GET', path)
    expect([page.status, memory.messages]).toEqual([410, []])
    expect(await page.text()).toContain('Send me a new link')
    for (let count = 0; count < 5; count += 1) expect((await visit(memory, 'POST', path)).status).toBe(200)
    expect((await visit(memory, 'POST', path)).headers.get('retry-after')).toBe('21600')
    expect(only(memory)).toEqual(pending)
    expect(memory.messages).toHaveLength(5)
    expect(memory.messages[0]).toMatchObject({ subscriberId: pending.id })
  })

  test('an expired link of a confirmed or unsubscribed subscriber sends nothing', async () => {
    for (const subscriber of [ada, unsubscribed]) {
      const memory = memoryServices(subscriber)
      expect((await visit(memory, 'POST', `/confirm?t=${link('confirm', new Date('2026-11-20'))}`)).status).toBe(410)
      expect([memory.messages, only(memory)]).toEqual([[], subscriber])
    }
  })
})

describe('unsubscribing', () => {
  const path = `/unsubscribe?t=${link('unsubscribe')}`
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')

  test.each<[what: string, sent: Sent]>([
    ['urlencoded (RFC 8058)', form({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart', { body: multipart }],
    ['without a body', {}],
    ['with an unreadable body', { body: '{', headers: { 'content-type': 'application/json' } }],
  ])('one-click unsubscribe, %s, works at once without cookies and redirects', async (_what, sent) => {
    for (const subscriber of [ada, pending]) {
      const memory = memoryServices(subscriber)
      const response = await visit(memory, 'POST', path, sent)
      expect([response.status, response.headers.get('set-cookie'), response.headers.get('location')]).toEqual([
        200,
        null,
        null,
      ])
      expect(only(memory)).toMatchObject({ state: 'unsubscribed', unsubscribedAt: now.toISOString() })
    }
  })

  test('unsubscribing twice is the same as once', async () => {
    const memory = memoryServices(ada)
    await visit(memory, 'POST', path)
    const once = only(memory)
    const response = await visit(memory, 'POST', path, { now: new Date('2027-01-01') })
    expect([response.status, only(memory)]).toEqual([200, once])
  })

  test('the page undoes the unsubscription with one press, for a day, and only until the subscriber changes', async () => {
    const memory = memoryServices(ada)
    const page = await (await visit(memory, 'POST', path)).text()
    const undo = (/action="(\/resubscribe\?t[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=')
    expect((await visit(memory, 'GET', undo)).status).toBe(405)
    const tooLate = await visit(memory, 'POST', undo, { now: new Date(now.getTime() + 86_401_000) })
    expect([tooLate.status, only(memory)?.state]).toEqual([410, 'unsubscribed'])
    const response = await visit(memory, 'POST', undo)
    expect([response.status, only(memory)]).toEqual([200, { ...ada, revision: 3 }])
    expect((await visit(memory, 'POST', undo)).status).toBe(200)
    await visit(memory, 'POST', path)
    expect((await visit(memory, 'POST', undo)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('a subscriber who had not confirmed has nothing to undo', async () => {
    const page = await (await visit(memoryServices(pending), 'POST', path)).text()
    expect(page).not.toContain('/resubscribe')
  })

  test('the link also works after the data was erased', async () => {
    const response = await visit(memoryServices(), 'POST', path)
    expect(await response.text()).toContain('You have unsubscribed')
  })

  test('unsubscribing works while something else changes the subscriber', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, digest: 'weekly', revision: 2 })
    await visit(memory, 'POST', path)
    expect(only(memory)).toMatchObject({ state: 'unsubscribed', digest: 'weekly', revision: 3 })
  })
})

describe('preferences', () => {
  const path = `/preferences?t=${link('preferences')}`

  test('saving the unchanged form changes nothing', async () => {
    const subscriber = sampleSubscriber({
      topics: ['asia', 'rural-life'],
      timeZone: 'America/Santiago',
      pausedUntil: '2027-09-05T04:00:00.000Z',
    })
    const memory = memoryServices(subscriber)
    const page = await (await visit(memory, 'GET', path)).text()
    const fields = fieldsOf(page)
    expect(fields).toEqual([
      ['digest', 'daily'],
      ['topics', ''],
      ['topics', 'rural-life'],
      ['topics', 'asia'],
      ['language', 'en'],
      ['timeZone', 'America/Santiago'],
      ['pausedUntil', '2027-09-05'],
    ])
    const response = await visit(memory, 'POST', path, form(fields))
    expect(await response.text()).toContain('Saved.')
    expect(only(memory)).toEqual(subscriber)
  })

  test('no ticked box means every topic, and an empty day means no pause', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'], pausedUntil: '2027-01-01T00:00:00.000Z' }))
    await visit(memory, 'POST', path, form({ digest: 'weekly', topics: '', timeZone: 'UTC', pausedUntil: '' }))
    expect(only(memory)).toMatchObject({ digest: 'weekly', topics: [], timeZone: 'UTC', pausedUntil: undefined })
  })

  test('invalid fields are named, and the others are saved', async () => {
    const memory = memoryServices(ada)
    const response = await visit(
      memory,
      'POST',
      path,
      form({ digest: 'weekly', timeZone: '<b>Mars', pausedUntil: '2027-02-31' }),
    )
    const text = await response.text()
    expect(text).toContain('Saved, except for this:')
    expect(text).toContain('still Europe/Berlin')
    expect(text).toContain('must be a date')
    expect(text).not.toContain('<b>Mars')
    expect(only(memory)).toMatchObject({ digest: 'weekly', timeZone: 'Europe/Berlin', pausedUntil: undefined })
  })

  test('a POST without fields, as from the page after confirming, only shows the preferences', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'] }))
    const text = await (await visit(memory, 'POST', path)).text()
    expect(text).not.toContain('Saved')
    expect(only(memory)).toEqual(sampleSubscriber({ topics: ['asia'] }))
  })

  test('JSON changes only the members that it contains', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'] }))
    const response = await visit(memory, 'POST', path, json({ pausedUntil: '2027-03-14', language: 'de' }))
    expect(await response.json()).toEqual({ ok: true, title: 'Ihr Abonnement', message: 'Gespeichert.' })
    expect(only(memory)).toMatchObject({ topics: ['asia'], language: 'de', pausedUntil: '2027-03-13T23:00:00.000Z' })
  })

  test('an old form cannot change an unsubscribed subscriber, and the page says that they are unsubscribed', async () => {
    const memory = memoryServices(unsubscribed)
    const text = await (await visit(memory, 'POST', path, form({ digest: 'weekly' }))).text()
    expect(text).toContain('You have unsubscribed')
    expect(text).not.toContain('Saved')
    expect(only(memory)).toEqual(unsubscribed)
  })

  test('a concurrent change of another choice is not lost', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, topics: ['asia'], revision: 2 })
    await visit(memory, 'POST', path, form({ digest: 'weekly' }))
    expect(only(memory)).toMatchObject({ digest: 'weekly', topics: ['asia'], revision: 3 })
  })
})

test.each([
  ['unsubscribing with our button sends a goodbye', {}, ['goodbye']],
  ['unsubscribing with the button of the mail program sends nothing', { 'List-Unsubscribe': 'One-Click' }, []],
])('if publication.json has goodbye, %s', async (_how, fields, notices) => {
  const memory = memoryServices(ada)
  const site = { ...memory.services.site, publication: { ...memory.services.site.publication, goodbye: true } }
  const services = { ...memory, services: { ...memory.services, site } }
  for (let times = 0; times < 2; times += 1)
    await visit(services, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, form(fields))
  expect(memory.messages.map(({ notice }) => notice)).toEqual(notices)
})
