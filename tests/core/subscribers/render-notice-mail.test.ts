import { expect, test } from 'vitest'
import type { ConfirmationMessage } from '../../../core/messages.ts'
import { composeNoticeMail } from '../../../core/subscribers/compose-notice-mail.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleSubscriber, secrets } from './sample-subscriber.ts'

const now = new Date('2026-11-21T06:00:00.000Z')

function render(notice?: ConfirmationMessage['notice'], changes = {}, to?: string): Uint8Array {
  const message = {
    subscriberId: sampleSubscriber().id,
    requestId: 'a1b2',
    ...(notice && { notice }),
    ...(to && { to }),
  }
  return composeNoticeMail(sampleSite(), sampleSubscriber({ language: 'en-GB', ...changes }), message, secrets, now).raw
}

const mails: readonly [string, Uint8Array][] = [
  ['confirmation', render(undefined, { state: 'pending' })],
  ['already-subscribed', render()],
  ['welcome', render('welcome')],
  ['goodbye', render('goodbye', { state: 'unsubscribed', language: 'es' })],
  ['approve-move', render('approveMove')],
  ['confirm-move', render('confirmMove', { language: 'ar' }, 'new@example.org')],
  ['moved', render('moved', { language: 'de' })],
  ['moved-away', render('movedAway', { language: 'fr' }, 'old@example.org')],
]

test.each(mails)('the mail %s equals the golden file, and independent parsers agree about it', async (name, mail) => {
  await expect(Buffer.from(mail).toString('latin1')).toMatchFileSnapshot(`../../golden/mails/${name}.eml`)
  const { mailparser, postalMime } = await parseMail(mail)
  expect(mailparser).toEqual(postalMime)
})

test('the confirmation mail has one button, which leads to the confirmation page', async () => {
  const { html, text } = (await parseMail(render(undefined, { state: 'pending' }))).postalMime
  const links = html?.match(/href="[^"]*"/g) ?? []
  expect(links).toHaveLength(2)
  expect(links[0]).toBe('href="https://news.example.org/"')
  expect(links[1]).toContain('https://news.example.org/confirm?t')
  expect(text).toContain('\nhttps://news.example.org/confirm?t=')
})

test('the mail to a confirmed subscriber leads to the preferences and has no link to confirm', async () => {
  const { html, subject } = (await parseMail(render())).postalMime
  expect(subject).toBe('You are already subscribed to The Example Post')
  expect(html).toContain('https://news.example.org/preferences?t')
  expect(html).not.toContain('/confirm?t')
})

test('the confirmation mail is marked as automatic, not as bulk mail', () => {
  const source = Buffer.from(render(undefined, { state: 'pending' })).toString('latin1')
  expect(source).toContain('\r\nAuto-Submitted: auto-generated\r\n')
  expect(source).not.toContain('Precedence')
  expect(source).not.toContain('List-Unsubscribe')
})
