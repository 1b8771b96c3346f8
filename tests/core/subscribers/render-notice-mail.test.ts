import { expect, test } from 'vitest'
import { expectFolded } from '../../support/fold-golden.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { lineEnd, mailFrame, sampleNotice, sourceOf } from './sample-notices.ts'

const mails: readonly [string, Uint8Array][] = [
  ['confirmation', sampleNotice(undefined, { state: 'pending' })],
  ['already-subscribed', sampleNotice()],
  ['welcome', sampleNotice('welcome')],
  ['goodbye', sampleNotice('goodbye', { state: 'unsubscribed', language: 'es' })],
  ['approve-move', sampleNotice('approveMove')],
  ['confirm-move', sampleNotice('confirmMove', { language: 'ar' }, 'new@example.org')],
  ['moved', sampleNotice('moved', { language: 'de' })],
  ['export', sampleNotice('export', {}, undefined, { address: 'ada@example.org', state: 'confirmed' })],
  ['moved-away', sampleNotice('movedAway', { language: 'fr' }, 'old@example.org')],
]

test.each(mails)('the mail %s equals its golden file, and independent parsers read it the same', async (name, mail) => {
  const file = `../../golden/mails/${name}.eml`
  if (name === 'welcome') await expect(sourceOf(mail)).toMatchFileSnapshot(file)
  else await expectFolded(sourceOf(mail), mailFrame, file, lineEnd)
  const { mailparser, postalMime } = await parseMail(mail)
  expect(mailparser).toEqual(postalMime)
})

test('the mail to a pending subscriber has one button, to the confirmation page', async () => {
  const { html, text } = (await parseMail(sampleNotice(undefined, { state: 'pending' }))).postalMime
  const links = html?.match(/href="[^"]*"/g) ?? []
  expect(links).toHaveLength(2)
  expect(links[0]).toBe('href="https://news.example.org/"')
  expect(links[1]).toContain('https://news.example.org/confirm?t')
  expect(text).toContain('\nhttps://news.example.org/confirm?t=')
})

test('the mail to a confirmed subscriber links to the preferences and has nothing to confirm', async () => {
  const { html, subject } = (await parseMail(sampleNotice())).postalMime
  expect(subject).toBe('You are already subscribed to The Example Post')
  expect(html).toContain('https://news.example.org/preferences?t')
  expect(html).not.toContain('/confirm?t')
})

test('a notice mail is marked as automatic, but not as bulk mail', () => {
  const source = sourceOf(sampleNotice(undefined, { state: 'pending' }))
  expect(source).toContain('\r\nAuto-Submitted: auto-generated\r\n')
  expect(source).not.toContain('Precedence')
  expect(source).not.toContain('List-Unsubscribe')
})
