import { expect, test } from 'vitest'
import { composeNoticeMail } from '../../../core/subscribers/compose-notice-mail.ts'
import { applyWording } from '../../../core/subscribers/notice-wording.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleSubscriber, secrets } from './sample-subscriber.ts'

const site = sampleSite()
const usual = { subject: 'Subject', heading: 'Heading', explanation: 'Explanation.' }
const reader = { locale: 'de-AT', digest: 'Täglich' }
const wording = {
  confirm: {
    subject: { en: 'Join {publication}', de: '{publication} abonnieren' },
    heading: 'Hello',
    text: { en: 'We write {digest}.', de: 'Wir schreiben\r\n„{digest}“.' },
  },
}
const publication = { ...site.publication, title: '$& Post', wording }

test('own words replace the subject and the heading, and stand before the explanation', () => {
  expect(applyWording(usual, 'confirm', publication, reader)).toEqual({
    subject: '$& Post abonnieren',
    heading: 'Hello',
    explanation: 'Wir schreiben „Täglich“. Explanation.',
  })
})

test.each(['welcome', 'moved', 'export'])('the mail %s without own words stays as it is', (kind) => {
  expect(applyWording(usual, kind, publication, reader)).toEqual(usual)
})

test('own words are escaped, and remove neither the link nor the address', async () => {
  const text = '<b>Hi</b> & <a href="https://evil.example">welcome</a>'
  const own = {
    ...site,
    publication: { ...publication, wording: { confirm: { text, subject: 'A\r\nBcc: x@example.org' } } },
  }
  const pending = sampleSubscriber({ state: 'pending', confirmedAt: undefined })
  const request = { subscriberId: pending.id, requestId: 'request-1' }
  const { raw } = composeNoticeMail(own, pending, request, secrets, new Date('2026-11-21T06:00:00Z'))
  const { postalMime } = await parseMail(raw)
  expect(postalMime.html).toContain('&lt;b&gt;Hi&lt;/b&gt; &amp; &lt;a href')
  expect(postalMime.html).toContain('/confirm?t')
  expect(postalMime.text).toContain('ada@example.org')
  expect(postalMime.subject).toBe('A Bcc: x@example.org')
})
