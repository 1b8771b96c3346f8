import fc from 'fast-check'
import { expect, test } from 'vitest'
import { angleAddress, dateField, mailboxField, messageId, senderFields, textField } from '../../../core/mail/header.ts'
import { parsePublication } from '../../../core/publication.ts'
import { cleanLine } from '../../../core/text/clean-text.ts'
import type { TranslatedText } from '../../../core/translated-text.ts'
import { parseMail } from './parse-mail.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.lorem({ maxCount: 40 }),
  fc
    .array(
      fc.constantFrom(
        '\r\nBcc: eve@example.org',
        '=?utf-8?q?x?=',
        '"',
        '\\',
        ', ',
        '<',
        'ä',
        '日本',
        '😀',
        'm'.repeat(90),
        ' ',
      ),
    )
    .map((pieces) => pieces.join('')),
)

test('parsers read any subject and display name unchanged, and find no further header', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (subject, name) => {
      const mail = textField('Subject', `S${subject}E`) + mailboxField('From', `N${name}E`, 'post@example.org')
      for (const line of mail.split('\r\n')) expect(line).toMatch(/^[ -~]{0,76}$/)
      for (const parsed of Object.values(await parseMail(Buffer.from(`${mail}\r\nbody`)))) {
        expect(parsed.subject).toBe(cleanLine(`S${subject}E`))
        expect(parsed.from).toEqual({ name: cleanLine(`N${name}E`), address: 'post@example.org' })
        expect(parsed.headers.toSorted()).toEqual(['from', 'subject'])
      }
    }),
  )
})

test('a subject in ASCII stays readable, folded between words', () => {
  const subject = 'U.S. tech groups press Obama on Chinese cybersecurity and on many other things and 3 more'
  expect(textField('Subject', subject)).toBe(
    'Subject: U.S. tech groups press Obama on Chinese cybersecurity and on many\r\n other things and 3 more\r\n',
  )
})

test('an address cannot end the header or add another address', () => {
  expect(angleAddress('ada@example.org\r\nBcc: eve@example.org')).toBe('<ada@example.orgBcc:eve@example.org>')
  expect(angleAddress('ada@example.org>, <eve@example.org')).toBe('<ada@example.org,eve@example.org>')
})

test('a date is written in UTC as RFC 5322 defines', () => {
  expect(dateField('2026-11-21T06:00:00.000Z')).toBe('Date: Sat, 21 Nov 2026 06:00:00 +0000\r\n')
})

test('a message id contains no character that would end it', () => {
  expect(messageId('daily-12.ab>\r\n12', 'example.org')).toBe('<daily-12.ab12@example.org>')
})

const publication = parsePublication(
  JSON.stringify({
    ...{ title: 'The Example Post', description: 'News', tag: 'example.org,2026', postalAddress: '1 Example Street' },
    sender: { name: 'The Example Post', address: 'post@example.org' },
  }),
)
const digestOf = (name: TranslatedText, replyTo?: string) => ({ from: { name }, replyTo })
const mailFrom = (digest: Parameters<typeof senderFields>[1], locale = 'en', own = publication) =>
  `${senderFields(own, digest, locale)}To: <ada@example.org>\r\nSubject: x\r\n\r\ntext\r\n`

test.each([
  'Letters',
  'Smith, Jones & Co. "Letters" <x@y.example>; (the \\ post)',
  'Größe und Öl',
  '郵便局からのお知らせ、毎朝七時にお届けする手紙と地図の新聞です',
  'بريد المثال: رسائل',
  'דואר',
  '🚄 Night mail 👩‍👩‍👧',
  '=?UTF-8?Q?forged?=',
  'a'.repeat(100),
  'é'.repeat(100),
])('every parser reads the sender %j, at the verified address', async (name) => {
  const mail = mailFrom(digestOf(name, 'letters@example.net'))
  for (const line of mail.split('\r\n')) expect(line.length).toBeLessThanOrEqual(120)
  const { mailparser, postalMime } = await parseMail(Buffer.from(mail))
  for (const { from, replyTo } of [mailparser, postalMime]) {
    expect(from).toEqual({ name, address: 'post@example.org' })
    expect(replyTo).toEqual(['letters@example.net'])
  }
})

test('a name or address cannot add a header', async () => {
  const evil = 'Letters\r\nBcc: eve@example.com\u2028X-One: 1\u0000\n\n<b>'
  const mail = mailFrom(digestOf(evil, 'a@b.example\r\nBcc: eve@example.com'))
  const { headers, from } = (await parseMail(Buffer.from(mail))).postalMime
  expect(headers).toEqual(['from', 'reply-to', 'to', 'subject'])
  expect(from.address).toBe('post@example.org')
})

test('the name is in the language of the reader, and the publication has a name and an address for all digests', () => {
  const digest = digestOf({ en: 'Letters', de: 'Briefe' })
  expect(mailFrom(digest, 'de-AT')).toContain('From: "Briefe" <post@example.org>')
  expect(mailFrom(digest, 'fr')).toContain('From: "Letters" <post@example.org>')
  const own = { ...publication, sender: { ...publication.sender, replyTo: 'desk@example.org' } }
  expect(mailFrom({}, 'en', own)).toContain(
    'From: "The Example Post" <post@example.org>\r\nReply-To: <desk@example.org>',
  )
  expect(mailFrom({ replyTo: 'own@example.org' }, 'en', own)).toContain('Reply-To: <own@example.org>')
  expect(mailFrom({})).not.toContain('Reply-To')
})
