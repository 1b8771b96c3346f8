import { expect, test } from 'vitest'
import type { AnnouncedEvent } from '../../operations/read-events.ts'
import { openConsole } from './console-fixture.ts'

const event = (number: number, type: string, detail: AnnouncedEvent['detail']): AnnouncedEvent => ({
  ...{ id: `event-${number}`, 'detail-type': type, time: '2026-03-01T06:00:30Z', detail },
})
const published = event(1, 'Article Published', { article: { title: 'Beattock <summit>' } })
const submitted = event(2, 'Issue Submitted', { issue: { id: 'daily-12', title: 'Morning' } })
const left = event(3, 'Subscriber Unsubscribed', { subscriber: { id: 'a0b1c2' } })

test('events are listed, newest first, with what they are about and their JSON', async () => {
  const { read } = await openConsole({ events: [left, submitted, published] })
  const list = await read('/events/')
  const order = ['Subscriber Unsubscribed', 'a0b1c2', 'Morning (daily-12)', 'Beattock &lt;summit&gt;'].map((text) =>
    list.indexOf(text, list.indexOf('class="rows"')),
  )
  expect(order).toEqual(order.toSorted((one, other) => one - other))
  expect(order.every((place) => place > 0)).toBe(true)
  expect(list).toContain('&quot;detail-type&quot;: &quot;Issue Submitted&quot;')
  expect(list).toContain('2026-03-01 06:00')
})

test('the list can be filtered by type', async () => {
  const { read } = await openConsole({ events: [left, submitted, published] })
  const list = await read('/events/?type=Issue+Submitted')
  expect(list).toContain('daily-12')
  expect(list).not.toContain('Beattock')
  expect(list).toContain('<option selected>Issue Submitted</option>')
  expect(await read('/events/?type=Issue+Paused')).toContain('No such event has been announced yet.')
})

test('older events are on further pages', async () => {
  const events = Array.from({ length: 60 }, (_, n) =>
    event(60 - n, 'Issue Composed', { issue: { id: `daily-${60 - n}`, title: 'T' } }),
  )
  const { read } = await openConsole({ events })
  const first = await read('/events/?type=Issue+Composed')
  const [, older = ''] = /href="([^"]+)" rel="next"/.exec(first) ?? []
  const second = await read(older.replaceAll('&amp;', '&'))
  expect(first).toContain('(daily-11)')
  expect(second).toContain('(daily-10)')
  expect(second).not.toContain('(daily-11)')
  expect(second).not.toContain('rel="next"')
})
