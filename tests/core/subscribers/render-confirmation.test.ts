import { expect, test } from 'vitest'
import { type ConfirmationKind, renderConfirmation } from '../../../core/subscribers/render-confirmation.ts'
import { parseMail } from '../issues/parse-mail.ts'
import { sampleSite } from '../issues/sample-issue.ts'

test.each([
  ['confirm', 'confirmation.eml'],
  ['alreadySubscribed', 'already-subscribed.eml'],
] as const)('the %s mail is as it was, and the same in independent parsers', async (kind, file) => {
  const mail = render(kind)
  await expect(Buffer.from(mail).toString('latin1')).toMatchFileSnapshot(`../../golden/mails/${file}`)
  const { mailparser, postalMime } = await parseMail(mail)
  expect(mailparser).toEqual(postalMime)
})

test('it has one button, to the confirmation page', async () => {
  const { html, text } = (await parseMail(render('confirm'))).postalMime
  expect(html?.match(/href="[^"]*"/g)).toEqual([
    'href="https://news.example.org/"',
    'href="https://news.example.org/confirm?t&#x3D;a.b%2Bc"',
  ])
  expect(text).toContain('\nhttps://news.example.org/confirm?t=a.b%2Bc\n')
})

test('who is subscribed already is sent to their preferences and has nothing to confirm', async () => {
  const { html, subject } = (await parseMail(render('alreadySubscribed'))).postalMime
  expect(subject).toBe('You are already subscribed to The Example Post')
  expect(html).toContain('https://news.example.org/preferences?t')
  expect(html).not.toContain('/confirm?t')
})

test('it is no bulk mail, but an automatic one', () => {
  const source = Buffer.from(render('confirm')).toString('latin1')
  expect(source).toContain('\r\nAuto-Submitted: auto-generated\r\n')
  expect(source).not.toContain('Precedence')
})

function render(kind: ConfirmationKind): Uint8Array {
  const request = { id: 'a1b2', at: '2026-11-21T06:00:00.000Z' }
  return renderConfirmation(
    sampleSite(),
    kind,
    { address: 'ada@example.org', digest: 'daily', language: 'en-GB' },
    'a.b+c',
    request,
  )
}
