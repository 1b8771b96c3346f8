import { describe, expect, test } from 'vitest'
import { composeNoticeMail } from '../../../core/subscribers/compose-notice-mail.ts'
import { applyWording } from '../../../core/subscribers/notice-wording.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
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

describe('the name of the reader in own words', () => {
  const own = { text: 'Dear {name|reader}, {digest}.', subject: '{name|Reader}: {publication}' }
  const named = { ...site, publication: { ...publication, wording: { welcome: own, goodbye: own } } }
  const mailTo = async (reader: Partial<Subscriber>, notice: 'welcome' | 'goodbye' | 'export' | undefined) => {
    const subscriber = sampleSubscriber({ name: 'مريم {digest} <b>', ...reader })
    const request = { subscriberId: subscriber.id, requestId: 'request-1', ...(notice && { notice }) }
    const { raw } = composeNoticeMail(named, subscriber, request, secrets, new Date('2026-11-21T06:00:00Z'))
    const { subject = '', html = '', text = '' } = (await parseMail(raw)).postalMime
    return { subject, html, text, all: subject + html + text }
  }

  test('is in the mails that welcome and say goodbye, escaped and isolated', async () => {
    const { subject, html, text } = await mailTo({}, 'welcome')
    expect(subject).toBe('\u2068مريم {digest} <b>\u2069: $& Post')
    expect(html).toContain('Dear \u2068مريم {digest} &lt;b&gt;\u2069, Daily digest.')
    expect(text.replace(/\s+/g, ' ')).toContain('Dear \u2068مريم {digest} <b>\u2069, Daily digest.')
    expect((await mailTo({ state: 'unsubscribed' }, 'goodbye')).subject).toContain('مريم')
    expect((await mailTo({ name: '' }, 'welcome')).subject).toBe('Reader: $& Post')
  })

  test('is in no mail before they have confirmed', async () => {
    const pending = { state: 'pending', confirmedAt: undefined } as const
    expect((await mailTo(pending, undefined)).all).not.toContain('مريم')
    expect((await mailTo({ state: 'pending' }, undefined)).all).not.toContain('مريم')
    expect((await mailTo({ state: 'unsubscribed', confirmedAt: undefined }, 'goodbye')).all).not.toContain('مريم')
  })
})
