import { expect, test } from 'vitest'
import { composeWelcomeMail } from '../../../core/welcome/compose-welcome-mail.ts'
import type { WelcomeText } from '../../../core/welcome/welcome-text.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleText } from './sample-welcome.ts'

const tokens = { preferences: 'cHJlZg', unsubscribe: 'dW5z' }

async function compose(language: string, changes: Partial<WelcomeText> = {}) {
  const reader = { id: 'ab12cd34', address: 'ada@example.org', digest: 'daily', language }
  const raw = composeWelcomeMail(sampleSite(), 2, sampleText(changes), reader, tokens, '2026-11-21T06:00:00.000Z')
  const { mailparser, postalMime } = await parseMail(raw)
  expect(mailparser).toEqual(postalMime)
  return { ...postalMime, source: Buffer.from(raw).toString('latin1') }
}

test('the mail has the headers of a digest', async () => {
  const { source, subject } = await compose('en')
  expect(subject).toBe('Good to have you')
  for (const header of [
    /^List-Unsubscribe: <https:\/\/news\.example\.org\/unsubscribe\?t=dW5z&one-click=1>\r$/m,
    /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m,
    /^List-Id: "The Example Post" <daily\.example\.org>\r$/m,
    /^Message-ID: <welcome_2\.ab12cd34@example\.org>\r$/m,
    /^Feedback-ID: welcome_2:daily:digest:/m,
    /^Auto-Submitted: auto-generated\r$/m,
    /^Date: Sat, 21 Nov 2026 06:00:00 \+0000\r$/m,
  ])
    expect(source).toMatch(header)
})

test('the sender and the address for replies are those of the reader’s digest', () => {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('The sample has no daily digest')
  const digests = { daily: { ...daily, from: { name: 'The Editors' }, replyTo: 'editors@example.org' } }
  const reader = { id: 'ab12cd34', address: 'ada@example.org', digest: 'daily', language: 'en' }
  const raw = composeWelcomeMail(sampleSite({ digests }), 1, sampleText(), reader, tokens, '2026-11-21T06:00:00.000Z')
  const source = Buffer.from(raw).toString('latin1')
  expect(source).toMatch(/^From: "?The Editors"? <post@example\.org>\r$/m)
  expect(source).toMatch(/^Reply-To: <editors@example\.org>\r$/m)
})

test('both parts have the text, the links of the reader and the postal address', async () => {
  const { html, text } = await compose('en')
  for (const part of [html, text]) {
    expect(part).toContain('1 Example Street')
    expect(part).toContain('ada@example.org')
    expect(part).toMatch(/https:\/\/news\.example\.org\/preferences\?t(=|&#x3D;)cHJlZg/)
    expect(part).toMatch(/https:\/\/news\.example\.org\/unsubscribe\?t(=|&#x3D;)dW5z/)
  }
  expect(html).toContain('>Good to have you</h1>')
  expect(text).toContain('We are glad <https://example.org/about>.')
})

test('the frame is in the language of the reader, the text in its own', async () => {
  const { html, source } = await compose('ar', { language: 'de', direction: 'ltr', title: 'Schön' })
  expect(source).toMatch(/^Content-Language: ar\r$/m)
  expect(html).toMatch(/<html lang="ar" dir="rtl"/)
  expect(html).toMatch(/<div class="ruled" lang="de" dir="ltr"/)
})

test('a title cannot add a header', async () => {
  const { source } = await compose('en', { title: 'Hello\r\nBcc: eve@example.org' })
  expect(source).not.toMatch(/^Bcc:/m)
})

test('a text calls readers by their names, or has other words', async () => {
  const text = sampleText({ title: 'Hello {name|reader}', html: '<p>For {name|you}, <code>{name|x}</code></p>' })
  const mailTo = async (name?: string) => {
    const reader = { id: 'ab12cd34', address: 'ada@example.org', digest: 'daily', language: 'en', name }
    const raw = composeWelcomeMail(sampleSite(), 2, text, reader, tokens, '2026-11-21T06:00:00.000Z')
    return (await parseMail(raw)).postalMime
  }
  const ada = await mailTo('Ada <i> & Co')
  expect(ada.subject).toBe('Hello Ada <i> & Co')
  expect(ada.html).toContain('For Ada &lt;i&gt; &amp; Co, ')
  expect(ada.html).toContain('{name|x}')
  expect(ada.text).toContain('For Ada <i> & Co, {name|x}')
  const nameless = await mailTo()
  expect(nameless.subject).toBe('Hello reader')
  expect(nameless.text).toContain('For you, {name|x}')
})

test('a mail program can also unsubscribe with a mail, if SES receives it', () => {
  const reader = { id: 'ab12cd34', address: 'ada@example.org', digest: 'daily', language: 'en' }
  const site = sampleSite({ unsubscribeMail: { address: 'leave@in.example.org' } })
  const raw = composeWelcomeMail(site, 1, sampleText(), reader, tokens, '2026-11-21T06:00:00.000Z')
  expect(Buffer.from(raw).toString('latin1')).toContain(
    '?t=dW5z&one-click=1>,\r\n <mailto:leave@in.example.org?subject=unsubscribe%20dW5z>\r\n',
  )
})
