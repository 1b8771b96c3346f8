import { describe, expect, test } from 'vitest'
import { boundToBounce } from '../../../core/subscribers/lift-bounce.ts'
import { issueToken } from '../../../core/subscribers/token.ts'
import { sampleSubscriber, secrets } from '../../core/subscribers/sample-subscriber.ts'
import { memoryServices } from './memory-services.ts'
import {
  ada,
  button,
  fieldsOf,
  form,
  hash,
  json,
  link,
  type Memory,
  now,
  only,
  pending,
  type Sent,
  unsubscribed,
  visit,
} from './visitor.ts'

describe('confirming', () => {
  test('the link shows a button, the button confirms, and then the page has no such button', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-28'))}`
    const page = await visit(memory, 'GET', path)
    expect(await page.text()).toContain(`<form class="form" method="post" action="${path.replaceAll('=', '&#x3D;')}">`)
    expect(only(memory)).toEqual(pending)
    const pressed = await visit(memory, 'POST', path, button)
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
    const response = await visit(memory, 'POST', `/confirm?t=${link('confirm', new Date('2026-11-28'))}`, button)
    expect(response.status).toBe(410)
    expect(await response.text()).toContain('no longer works')
    expect(only(memory)).toEqual(unsubscribed)
  })

  test('a race between confirming and unsubscribing ends unsubscribed', async () => {
    const memory = memoryServices(pending)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...unsubscribed, revision: 2 })
    expect((await visit(memory, 'POST', `/confirm?t=${link('confirm')}`, button)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('an expired link confirms nothing, and its button sends a new one, within the rate limit', async () => {
    const memory = memoryServices(pending)
    const path = `/confirm?t=${link('confirm', new Date('2026-11-20'))}`
    const page = await visit(memory, 'GET', path)
    expect([page.status, memory.messages]).toEqual([410, []])
    expect(await page.text()).toContain('Send me a new link')
    for (let count = 0; count < 5; count += 1) expect((await visit(memory, 'POST', path, button)).status).toBe(200)
    expect((await visit(memory, 'POST', path, button)).headers.get('retry-after')).toBe('21600')
    const { revision, ...kept } = pending
    expect(only(memory)).toMatchObject({ ...kept, expiresAt: '2026-12-28T06:00:00.000Z' })
    expect(memory.messages).toHaveLength(5)
    expect(memory.messages[0]).toMatchObject({ subscriberId: pending.id })
  })

  test('an expired link of a confirmed or unsubscribed subscriber sends nothing', async () => {
    for (const subscriber of [ada, unsubscribed]) {
      const memory = memoryServices(subscriber)
      expect(
        (await visit(memory, 'POST', `/confirm?t=${link('confirm', new Date('2026-11-20'))}`, button)).status,
      ).toBe(410)
      expect([memory.messages, only(memory)]).toEqual([[], subscriber])
    }
  })
})

describe('confirming after the mailbox had bounced', () => {
  const bounce = { reason: 'bounce', at: '2026-11-05T00:00:00.000Z' } as const
  const path = (bound?: string) => `/confirm?t=${issueToken(secrets, 'confirm', ada.id, now, bound)}`
  const suppressed = (subscriber = ada) => {
    const memory = memoryServices(subscriber)
    memory.suppressions.set(hash, bounce)
    memory.listed.set(ada.address, 'bounce')
    return memory
  }

  test.each([pending, ada])('the button lifts the suppression on both lists: %j', async (subscriber) => {
    const memory = suppressed(subscriber)
    const bound = path(boundToBounce(bounce))
    expect(await (await visit(memory, 'GET', bound)).text()).toContain('action="/confirm')
    expect([memory.suppressions.size, memory.listed.size]).toEqual([1, 1])
    expect(await (await visit(memory, 'POST', bound, button)).text()).toContain('You are subscribed')
    expect([memory.suppressions.size, memory.listed.size]).toEqual([0, 0])
    expect(only(memory)).toMatchObject({ state: 'confirmed', confirmedAt: now.toISOString(), revision: 2 })
    expect((await visit(memory, 'POST', bound, button)).status).toBe(200)
    expect(only(memory)?.revision).toBe(2)
  })

  test('a link from before the bounce confirms, and lifts nothing', async () => {
    for (const bound of [undefined, boundToBounce({ ...bounce, at: '2026-11-01T00:00:00.000Z' })]) {
      const memory = suppressed(pending)
      expect((await visit(memory, 'POST', path(bound), button)).status).toBe(200)
      expect([only(memory)?.state, memory.suppressions.size, memory.listed.size]).toEqual(['confirmed', 1, 1])
    }
  })

  test('a complaint stays, also on SES’s list only, and also if it arrives meanwhile', async () => {
    const memory = suppressed()
    memory.race.first = () => memory.suppressions.set(hash, { ...bounce, reason: 'complaint' })
    const { save } = memory.services.subscribers
    memory.services.subscribers.save = (before, after, key, lifted) => {
      memory.race.first?.()
      return save(before, after, key, lifted)
    }
    expect((await visit(memory, 'POST', path(boundToBounce(bounce)), button)).status).toBe(200)
    expect(memory.suppressions.get(hash)?.reason).toBe('complaint')
    const other = suppressed()
    other.listed.set(ada.address, 'complaint')
    await visit(other, 'POST', path(boundToBounce(bounce)), button)
    expect([other.suppressions.size, other.listed.size]).toEqual([1, 1])
  })

  test('the link does not re-subscribe people who unsubscribed', async () => {
    const memory = suppressed(unsubscribed)
    expect((await visit(memory, 'POST', path(boundToBounce(bounce)), button)).status).toBe(410)
    expect([only(memory), memory.suppressions.size]).toEqual([unsubscribed, 1])
  })
})

describe('unsubscribing', () => {
  const path = `/unsubscribe?t=${link('unsubscribe')}`
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')

  test.each<[what: string, sent: Sent]>([
    ['urlencoded (RFC 8058)', form({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart', { body: multipart }],
    ['with further fields', form({ user: '1', 'List-Unsubscribe': 'One-Click' })],
    ['without a type', { body: Buffer.from('List-Unsubscribe=One-Click') }],
    ['from a mail program on another site', crossSite(form({ 'List-Unsubscribe': 'One-Click' }))],
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
    await visit(memory, 'POST', path, button)
    const once = only(memory)
    const response = await visit(memory, 'POST', path, { ...button, now: new Date('2027-01-01') })
    expect([response.status, only(memory)]).toEqual([200, once])
  })

  test('the page undoes the unsubscription with one press, for a day, and only until the subscriber changes', async () => {
    const memory = memoryServices(ada)
    const page = await (await visit(memory, 'POST', path, button)).text()
    const undo = (/action="(\/resubscribe\?t[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=')
    expect((await visit(memory, 'GET', undo)).status).toBe(405)
    const tooLate = await visit(memory, 'POST', undo, { ...button, now: new Date(now.getTime() + 86_401_000) })
    expect([tooLate.status, only(memory)?.state]).toEqual([410, 'unsubscribed'])
    const response = await visit(memory, 'POST', undo, button)
    expect([response.status, only(memory)]).toEqual([200, { ...ada, yesAt: now.toISOString(), revision: 3 }])
    expect((await visit(memory, 'POST', undo, button)).status).toBe(200)
    await visit(memory, 'POST', path, button)
    expect((await visit(memory, 'POST', undo, button)).status).toBe(410)
    expect(only(memory)?.state).toBe('unsubscribed')
  })

  test('a subscriber who had not confirmed has nothing to undo', async () => {
    const page = await (await visit(memoryServices(pending), 'POST', path, button)).text()
    expect(page).not.toContain('/resubscribe')
  })

  test('the link also works after the data was erased', async () => {
    const response = await visit(memoryServices(), 'POST', path, button)
    expect(await response.text()).toContain('You have unsubscribed')
  })

  test('unsubscribing works while something else changes the subscriber', async () => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, digest: 'weekly', revision: 2 })
    await visit(memory, 'POST', path, button)
    expect(only(memory)).toMatchObject({ state: 'unsubscribed', digest: 'weekly', revision: 3 })
  })
})

describe('readers who leave through an issue', () => {
  const path = `/unsubscribe?t=${link('unsubscribe', undefined, 'the_week_12')}`
  const preferences = link('preferences', undefined, 'the_week_12')
  const oneClick = form({ 'List-Unsubscribe': 'One-Click' })
  const issue = 'unsubscriptions#the-week 000000012'
  const undoIn = async (response: Response) =>
    (/action="(\/resubscribe\?t[^"]+)"/.exec(await response.text())?.[1] ?? '').replaceAll('&#x3D;', '=')

  test.each<[string, Sent]>([
    ['the button', button],
    ['the mail program', oneClick],
  ])('are counted once, however often they press %s', async (_what, sent) => {
    const memory = memoryServices(ada)
    memory.race.first = () => memory.subscribers.set(ada.id, { ...ada, revision: 2 })
    await Promise.all([visit(memory, 'POST', path, sent), visit(memory, 'POST', path, sent)])
    await visit(memory, 'POST', path, oneClick)
    await visit(memory, 'POST', `/unsubscribe?t=${link('unsubscribe', undefined, 'daily_3')}`, button)
    expect([...memory.left]).toEqual([[issue, 1]])
    await visit(memory, 'POST', `/erase?t=${preferences}`, form({ sure: 'yes' }))
    expect([memory.subscribers.size, ...memory.left]).toEqual([0, [issue, 1]])
  })

  test('are not counted any more after they undo it, however often they press that button', async () => {
    const memory = memoryServices(ada)
    const undo = await undoIn(await visit(memory, 'POST', path, button))
    expect(only(memory)).toMatchObject({ unsubscribedThrough: 'the-week-12' })
    await Promise.all([visit(memory, 'POST', undo, button), visit(memory, 'POST', undo, button)])
    expect([only(memory)?.state, only(memory)?.unsubscribedThrough, ...memory.left]).toEqual([
      'confirmed',
      undefined,
      [issue, 0],
    ])
  })

  test('are counted if the link led to their preferences, where they unsubscribe or erase their data', async () => {
    const leaving = memoryServices(ada)
    const page = await (await visit(leaving, 'GET', `/preferences?t=${preferences}`)).text()
    const action = (/action="(\/unsubscribe\?t[^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=')
    await visit(leaving, 'POST', action, button)
    const erasing = memoryServices(ada)
    for (const sure of ['', 'yes', 'yes'])
      await visit(erasing, 'POST', `/erase?t=${preferences}`, form({ pressed: 'yes', sure }))
    expect([...leaving.left, ...erasing.left]).toEqual([
      [issue, 1],
      [issue, 1],
    ])
  })

  test('are counted for no issue if the mail was of a former version, or they were no readers', async () => {
    const before = memoryServices(ada)
    await visit(before, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, button)
    const others = [pending, unsubscribed].map((each) => memoryServices(each))
    for (const memory of others) await visit(memory, 'POST', path, button)
    for (const memory of others) await visit(memory, 'POST', `/erase?t=${preferences}`, form({ sure: 'yes' }))
    expect([before, ...others].flatMap(({ left }) => [...left])).toEqual([])
    expect(only(before)).toEqual({ ...ada, state: 'unsubscribed', unsubscribedAt: now.toISOString(), revision: 2 })
  })

  test('nobody can name another issue, because the token is signed', async () => {
    const memory = memoryServices(ada)
    const forged = await visit(memory, 'POST', path.replace('the_week_12', 'the_week_13'), button)
    expect([forged.status, only(memory), ...memory.left]).toEqual([400, ada])
  })
})

describe('the question why they leave', () => {
  const path = `/unsubscribe?t=${link('unsubscribe')}`
  const formIn = async (response: Response, path = 'unsubscribe') =>
    (new RegExp(`action="(/${path}\\?t[^"]+)"`).exec(await response.text())?.[1] ?? '').replaceAll('&#x3D;', '=')
  const answer = (memory: Memory, action: string, fields: Record<string, string>) =>
    visit(memory, 'POST', action, form({ pressed: 'yes', text: '', ...fields }))

  test('is on the page after unsubscribing, and an answer is counted once, without the person', async () => {
    const memory = memoryServices(ada)
    const action = await formIn(await visit(memory, 'POST', path, button))
    const thanks = await answer(memory, action, { reason: 'tooMany', text: ' Less\nis  more, says ada@example.org ' })
    expect(await thanks.clone().text()).toContain('Your answer helps us')
    const again = await formIn(await visit(memory, 'POST', path, button))
    await Promise.all([answer(memory, action, { reason: 'other' }), answer(memory, again, { reason: 'tooMany' })])
    expect(memory.answers).toEqual([
      { digest: 'daily', month: '2026-11', reason: 'tooMany', text: 'Less is more, says …' },
    ])
    const left = { ...ada, state: 'unsubscribed', unsubscribedAt: now.toISOString(), revision: 2 }
    expect(only(memory)).toEqual(left)
    await visit(memory, 'POST', await formIn(thanks, 'resubscribe'), button)
    expect(only(memory)?.state).toBe('confirmed')
  })

  test('is asked again if nothing was chosen, and a text alone is another reason', async () => {
    const memory = memoryServices(ada)
    const action = await formIn(await visit(memory, 'POST', path, button))
    const page = await answer(memory, action, { reason: 'constructor' })
    expect([memory.answers, await formIn(page)]).toEqual([[], action])
    expect(await formIn(await visit(memory, 'GET', action))).toBe(action)
    await answer(memory, action, { text: 'Bye' })
    expect(memory.answers).toMatchObject([{ reason: 'other', text: 'Bye' }])
  })

  test('is about one departure: it is closed after a day, and once the person is back, and leaving again opens it', async () => {
    const memory = memoryServices(ada)
    const goodbye = await visit(memory, 'POST', path, button)
    const [action, undo] = [await formIn(goodbye.clone()), await formIn(goodbye, 'resubscribe')]
    const tomorrow = new Date(now.getTime() + 86_401_000)
    const late = await visit(memory, 'POST', action, { ...form({ pressed: 'yes', reason: 'other' }), now: tomorrow })
    await visit(memory, 'POST', undo, button)
    const back = await answer(memory, action, { reason: 'other' })
    expect([late.status, back.status, memory.answers]).toEqual([410, 410, []])
    await answer(memory, await formIn(await visit(memory, 'POST', path, button)), { reason: 'neverSignedUp' })
    expect(memory.answers).toMatchObject([{ reason: 'neverSignedUp' }])
  })

  test('is not asked by one-click unsubscription, nor after the operator’s, nor if publication.json turns it off', async () => {
    const oneClick = await visit(memoryServices(ada), 'POST', path, form({ 'List-Unsubscribe': 'One-Click' }))
    const byOperator = memoryServices({ ...unsubscribed, unsubscribedBy: 'operator' })
    const quiet = memoryServices(ada)
    const { site } = quiet.services
    const services = { ...quiet.services, site: { ...site, publication: { ...site.publication, askWhy: false } } }
    const pages = [
      oneClick,
      await visit(byOperator, 'POST', path, button),
      await visit({ ...quiet, services }, 'POST', path, button),
    ]
    for (const page of pages) expect(await page.text()).not.toContain('name="reason"')
  })

  test('a POST without our button answers nothing', async () => {
    const memory = memoryServices(ada)
    const action = await formIn(await visit(memory, 'POST', path, button))
    await visit(memory, 'POST', action, form({ reason: 'tooMany' }))
    await visit(memory, 'POST', action, form({ 'List-Unsubscribe': 'One-Click', reason: 'tooMany' }))
    expect(memory.answers).toEqual([])
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
      ['pressed', 'yes'],
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

  test('the button on the page after confirming only shows the preferences', async () => {
    const memory = memoryServices(sampleSubscriber({ topics: ['asia'] }))
    const text = await (await visit(memory, 'POST', path, button)).text()
    expect(text).not.toContain('Saved')
    expect(only(memory)).toEqual(sampleSubscriber({ topics: ['asia'] }))
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
  ['unsubscribing with our button sends a goodbye', { pressed: 'yes' }, ['goodbye']],
  ['unsubscribing with the button of the mail program sends nothing', { 'List-Unsubscribe': 'One-Click' }, []],
])('if publication.json has goodbye, %s', async (_how, fields, notices) => {
  const memory = memoryServices(ada)
  const site = { ...memory.services.site, publication: { ...memory.services.site.publication, goodbye: true } }
  const services = { ...memory, services: { ...memory.services, site } }
  for (let times = 0; times < 2; times += 1)
    await visit(services, 'POST', `/unsubscribe?t=${link('unsubscribe')}`, form(fields))
  expect(memory.messages.map(({ notice }) => notice)).toEqual(notices)
})

const foreign = new FormData()
foreign.set('file', new Blob(['x']), 'x.txt')

describe('a POST that was not made with our button changes nothing and shows the button', () => {
  test.each<[what: string, sent: Sent]>([
    ['without a body', {}],
    ['with a foreign field', form({ foo: 'bar' })],
    ['with an unreadable body', { body: '{', headers: { 'content-type': 'application/json' } }],
    ['with JSON', json({ pressed: 'yes', 'List-Unsubscribe': 'One-Click', digest: 'weekly' })],
    ['with plain text', { body: 'List-Unsubscribe=One-Click' }],
    ['with another multipart form', { body: foreign }],
    ['from a form on another site', crossSite(form({ pressed: 'yes', digest: 'weekly' }))],
  ])('%s', async (_what, sent) => {
    const { id } = ada
    const confirm = memoryServices(pending)
    const confirming = await visit(confirm, 'POST', `/confirm?t=${link('confirm')}`, sent)
    expect([confirming.status, only(confirm)]).toEqual([200, pending])
    expect(fieldsOf(await confirming.text())).toEqual([['pressed', 'yes']])
    for (const [path, purpose] of [
      ['/unsubscribe', 'unsubscribe'],
      ['/preferences', 'preferences'],
      ['/address', 'preferences'],
      ['/export', 'preferences'],
    ] as const) {
      const memory = memoryServices(ada)
      const response = await visit(memory, 'POST', `${path}?t=${link(purpose)}`, sent)
      expect([path, response.status, memory.subscribers.get(id), memory.messages]).toEqual([path, 200, ada, []])
      expect(await response.text()).toContain('name="pressed"')
    }
  })
})

function crossSite(sent: Sent): Sent {
  return { ...sent, headers: { 'sec-fetch-site': 'cross-site' } }
}

test('the button that says yes is on a page of its own, and only its press brings a reader back who had lapsed', async () => {
  const lapsed = { ...ada, state: 'unsubscribed', unsubscribedAt: now.toISOString(), unsubscribedBy: 'lapse' } as const
  const memory = memoryServices(lapsed)
  const stay = `/confirm?t=${issueToken(secrets, 'stay', ada.id, now)}`
  expect(await (await visit(memory, 'GET', stay)).text()).toContain('Do you still want our emails?')
  expect(only(memory)).toEqual(lapsed)
  const pressed = await visit(memory, 'POST', stay, button)
  expect([pressed.status, only(memory)?.state]).toEqual([200, 'confirmed'])
  const late = await visit(memory, 'POST', stay, { ...button, now: new Date(now.getTime() + 184 * 86_400_000) })
  expect(late.status).toBe(410)
})
