import { describe, expect, test } from 'vitest'
import { sampleSubscriber } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from './memory-services.ts'
import { ada, fieldsOf, form, json, left, link, now, only, pending, type Sent, visit } from './visitor.ts'

describe('confirming', () => {
  test('the link shows a button, the button confirms, and then there is nothing left to press', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-28'))}`
    const shown = await visit(memory, 'GET', path)
    expect(await shown.text()).toContain(`<form class="form" method="post" action="${path.replaceAll('=', '&#x3D;')}">`)
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

  test('pressed after leaving it does not subscribe again, and says so', async () => {
    const memory = memoryServices(left)
    const answer = await visit(memory, 'POST', `/confirm?t=${link('confirm', new Date('2026-11-28'))}`)
    expect(answer.status).toBe(410)
    expect(await answer.text()).toContain('no longer works')
    expect(only(memory)).toEqual(left)
  })

  test('a race between confirming and leaving is won by leaving', async () => {
    const memory = memoryServices(pending)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...left, revision: 2 })
    expect((await visit(memory, 'POST', `/confirm?t=${link('confirm')}`)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('an expired link confirms nothing; its button sends a new one, within the limit', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-20'))}`
    const shown = await visit(memory, 'GET', path)
    expect([shown.status, memory.messages]).toEqual([410, []])
    expect(await shown.text()).toContain('Send me a new link')
    for (let count = 0; count < 5; count += 1) expect((await visit(memory, 'POST', path)).status).toBe(200)
    expect((await visit(memory, 'POST', path)).headers.get('retry-after')).toBe('21600')
    expect(only(memory)).toEqual(pending)
    expect(memory.messages).toHaveLength(5)
    expect(memory.messages[0]).toMatchObject({ subscriberId: pending.id })
  })

  test('an expired link of one who is confirmed or has left sends nothing', async () => {
    for (const subscriber of [ada, left]) {
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
    ['urlencoded, as RFC 8058 has it', form({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart', { body: multipart }],
    ['without a body', {}],
    ['with a body that nobody can read', { body: '{', headers: { 'content-type': 'application/json' } }],
  ])('one click, %s: done at once, with neither cookies nor redirects', async (_what, sent) => {
    for (const subscriber of [ada, pending]) {
      const memory = memoryServices(subscriber)
      const answer = await visit(memory, 'POST', path, sent)
      expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([
        200,
        null,
        null,
      ])
      expect(only(memory)).toMatchObject({ state: 'unsubscribed', unsubscribedAt: now.toISOString() })
    }
  })

  test('twice is the same as once', async () => {
    const memory = memoryServices(ada)
    await visit(memory, 'POST', path)
    const once = only(memory)
    const answer = await visit(memory, 'POST', path, { now: new Date('2027-01-01') })
    expect([answer.status, only(memory)]).toEqual([200, once])
  })

  test('the page takes it back with one press, for a day, and only until something else happens', async () => {
    const memory = memoryServices(ada)
    const page = await (await visit(memory, 'POST', path)).text()
    const undo = (/action="(\/resubscribe\?t[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=')
    expect((await visit(memory, 'GET', undo)).status).toBe(405)
    const tooLate = await visit(memory, 'POST', undo, { now: new Date(now.getTime() + 86_401_000) })
    expect([tooLate.status, only(memory)?.state]).toEqual([410, 'unsubscribed'])
    const answer = await visit(memory, 'POST', undo)
    expect([answer.status, only(memory)]).toEqual([200, { ...ada, revision: 3 }])
    expect((await visit(memory, 'POST', undo)).status).toBe(200)
    await visit(memory, 'POST', path)
    expect((await visit(memory, 'POST', undo)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('who had not confirmed yet is offered nothing to take back', async () => {
    const page = await (await visit(memoryServices(pending), 'POST', path)).text()
    expect(page).not.toContain('/resubscribe')
  })

  test('it works for one who has been erased, too', async () => {
    const answer = await visit(memoryServices(), 'POST', path)
    expect(await answer.text()).toContain('You have unsubscribed')
  })

  test('it works while something else changes the subscriber', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, digest: 'weekly', revision: 2 })
    await visit(memory, 'POST', path)
    expect(only(memory)).toMatchObject({ state: 'unsubscribed', digest: 'weekly', revision: 3 })
  })
})

describe('preferences', () => {
  const path = `/preferences?t=${link('preferences')}`

  test('what the form shows is what it sends back: saving it untouched changes nothing', async () => {
    const chosen = sampleSubscriber({
      topics: ['asia', 'rural-life'],
      timeZone: 'America/Santiago',
      pausedUntil: '2027-09-05T03:00:00.000Z',
    })
    const memory = memoryServices(chosen)
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
    const answer = await visit(memory, 'POST', path, form(fields))
    expect(await answer.text()).toContain('Saved.')
    expect(only(memory)).toEqual(chosen)
  })

  test('no box ticked means every topic, an empty day no pause', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'], pausedUntil: '2027-01-01T00:00:00.000Z' }))
    await visit(memory, 'POST', path, form({ digest: 'weekly', topics: '', timeZone: 'UTC', pausedUntil: '' }))
    expect(only(memory)).toMatchObject({ digest: 'weekly', topics: [], timeZone: 'UTC', pausedUntil: undefined })
  })

  test('what makes no sense is named, and the rest is saved', async () => {
    const memory = memoryServices(ada)
    const answer = await visit(
      memory,
      'POST',
      path,
      form({ digest: 'weekly', timeZone: '<b>Mars', pausedUntil: '2027-02-31' }),
    )
    const text = await answer.text()
    expect(text).toContain('Saved, except for this:')
    expect(text).toContain('still Europe/Berlin')
    expect(text).toContain('must be a date')
    expect(text).not.toContain('<b>Mars')
    expect(only(memory)).toMatchObject({ digest: 'weekly', timeZone: 'Europe/Berlin', pausedUntil: undefined })
  })

  test('a POST without fields, as from the page after confirming, only shows them', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'] }))
    const text = await (await visit(memory, 'POST', path)).text()
    expect(text).not.toContain('Saved')
    expect(only(memory)).toEqual(sampleSubscriber({ topics: ['asia'] }))
  })

  test('by JSON, only what is sent changes', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'] }))
    const answer = await visit(memory, 'POST', path, json({ pausedUntil: '2027-03-14', language: 'de' }))
    expect(await answer.json()).toEqual({ ok: true, title: 'Ihr Abonnement', message: 'Gespeichert.' })
    expect(only(memory)).toMatchObject({ topics: ['asia'], language: 'de', pausedUntil: '2027-03-13T23:00:00.000Z' })
  })

  test('who left is told so, and cannot be changed by an old form', async () => {
    const memory = memoryServices(left)
    const text = await (await visit(memory, 'POST', path, form({ digest: 'weekly' }))).text()
    expect(text).toContain('You have unsubscribed')
    expect(text).not.toContain('Saved')
    expect(only(memory)).toEqual(left)
  })

  test('a choice made at the same moment elsewhere is not lost', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, topics: ['asia'], revision: 2 })
    await visit(memory, 'POST', path, form({ digest: 'weekly' }))
    expect(only(memory)).toMatchObject({ digest: 'weekly', topics: ['asia'], revision: 3 })
  })
})

test.each([
  ['who presses our button is said goodbye to', {}, ['goodbye']],
  ['who leaves by a button of the mail program is left in peace', { 'List-Unsubscribe': 'One-Click' }, []],
])('where publication.json asks for it, %s', async (_who, fields, notices) => {
  const memory = memoryServices(ada)
  const site = { ...memory.services.site, publication: { ...memory.services.site.publication, goodbye: true } }
  const services = { ...memory, services: { ...memory.services, site } }
  for (let times = 0; times < 2; times += 1)
    await visit(services, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, form(fields))
  expect(memory.messages.map(({ notice }) => notice)).toEqual(notices)
})
