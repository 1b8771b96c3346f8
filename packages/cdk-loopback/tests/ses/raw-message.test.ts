import { expect, test } from 'vitest'
import { fieldValue, parseRawMessage, readSubject, withoutFields, writeRawMessage } from '../../src/ses/raw-message.ts'

const raw = 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nTo: a@example.com,\r\n b@example.com\r\n\r\nHello\r\n'

test('fields are unfolded and the subject is decoded', () => {
  const message = parseRawMessage(Buffer.from(raw))
  expect(fieldValue(message, 'to')).toBe('a@example.com, b@example.com')
  expect(readSubject(message)).toBe('Grüße')
})

test('writing returns the same bytes, with CRLF line ends', () => {
  expect(writeRawMessage(parseRawMessage(Buffer.from(raw))).toString()).toBe(raw)
  expect(writeRawMessage(parseRawMessage(Buffer.from(raw.replaceAll('\r\n', '\n')))).toString()).toBe(raw)
})

test('fields are removed without regard to case', () => {
  const { fields } = withoutFields(parseRawMessage(Buffer.from(raw)), 'SUBJECT')
  expect(fields.map(({ name }) => name)).toEqual(['To'])
})

test.each([
  ['', 'Empty raw message.'],
  ['Subject: x', 'A blank line must separate header and body.'],
  ['To: a\r\nto: b\r\n\r\nx', "Duplicate header 'to'."],
  [': x\r\n\r\nx', 'Empty header names are illegal.'],
  ['a b: x\r\n\r\nx', 'Header names must be printable ASCII.'],
  [`To: a\r\n\r\n${'x'.repeat(999)}`, 'Lines must not be longer than 1000 characters.'],
])('%j is refused: %s', (text, message) => {
  expect(() => parseRawMessage(Buffer.from(text))).toThrow(message)
})
