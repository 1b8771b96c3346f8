import { expect, test } from 'vitest'
import { relayBanner } from '../../../console/mail/relay-banner.ts'

const at = '2026-03-01T08:00:00.000Z'
const state = { relay: 'mail.readers.press:465', waiting: 3, deferred: 2, relayedInDay: 1200 }

test('the list of mails says where they go, and what waits', () => {
  expect(relayBanner(undefined)).toBe('')
  const text = String(relayBanner({ ...state, lastRefusal: { at, reply: '451 4.7.1 at RCPT' } }))
  expect(text).toContain('took 1,200 mails in the last 24 hours. 3 mails waiting, 2 of them deferred.')
  expect(text).toContain('451 4.7.1 at RCPT')
  expect(text).not.toContain('banner')
})

test('a mail server that takes no mail is a banner with the reason', () => {
  const text = String(relayBanner({ ...state, trouble: { reason: 'No <relay>.', since: at, nextTry: at } }))
  expect(text).toContain('class="banner"')
  expect(text).toContain('No &lt;relay&gt;.')
  expect(text).toContain('3 mails waiting')
})
