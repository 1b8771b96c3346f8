import { expect, test } from 'vitest'
import { boundaryOf, encodeAlternative, encodeForSlot } from '../../../core/mail/mime.ts'
import { placeholders } from '../../../core/mail/placeholders.ts'

test('every placeholder becomes a slot of its part, between soft line breaks', () => {
  const pieces = encodeAlternative('=_b', `Hello,${placeholders.reason}!`, `<a href="${placeholders.unsubscribeUrl}">`)
  expect(pieces.filter((piece) => !(piece instanceof Uint8Array))).toEqual([
    { part: 'text', value: 'reason' },
    { part: 'html', value: 'unsubscribeUrl' },
  ])
  const texts = pieces.map((piece) => (piece instanceof Uint8Array ? Buffer.from(piece).toString('latin1') : '@'))
  expect(texts.join('')).toContain('Hello,=\r\n@=\r\n!')
})

test('a mail without placeholders is one piece', () => {
  expect(encodeAlternative('=_b', 'text', '<p>html</p>')).toHaveLength(1)
})

test('a boundary contains only characters that need no quoting', () => {
  expect(boundaryOf('daily-12 "ä"')).toBe('=_daily-12')
  expect(boundaryOf('x'.repeat(100))).toHaveLength(62)
})

test('a personal value is escaped in HTML and unchanged in text', () => {
  expect(encodeForSlot('html', '<a&"b">')).toBe('&lt;a&amp;&quot;b&quot;&gt;')
  expect(encodeForSlot('text', '<a&"b">')).toBe('<a&"b">')
})
