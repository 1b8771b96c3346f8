import fc from 'fast-check'
import { expect, test } from 'vitest'
import { angleAddress, dateField, mailboxField, messageId, textField } from '../../../core/mail/header.ts'
import { cleanLine } from '../../../core/text/clean-text.ts'
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
