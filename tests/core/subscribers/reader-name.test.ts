import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailedName, readName } from '../../../core/subscribers/reader-name.ts'

const read = (typed: string) => {
  const result = readName(typed)
  return result.kind === 'name' ? result.name : `refused: ${result.reason}`
}

test.each([
  ['  Ada \t Lovelace\n', 'Ada Lovelace'],
  ['Zoe\u0308', 'Zoë'],
  ['A\u200bd\u00ada\ufeff', 'Ada'],
  ['\u202eadA\u2066x\u2069\u200f', 'adAx'],
  ['Ada\r\nBcc: x', 'Ada Bcc: x'],
  ['A\u200dda', 'Ada'],
  ['علی\u200cرضا', 'علی\u200cرضا'],
  ['مريم', 'مريم'],
  ['王小明', '王小明'],
  ['O\'Brien "Bob" & Söhne', 'O\'Brien "Bob" & Söhne'],
  ['J.R.R. Tolkien', 'J.R.R. Tolkien'],
  ['Dr.Smith', 'Dr.Smith'],
  ['St. John', 'St. John'],
  ['J.Smith Ph.D.', 'J.Smith Ph.D.'],
  ['Jennifer Null', 'Jennifer Null'],
  ['=?utf-8?q?x?=', '=?utf-8?q?x?='],
  ['Ada \u{1f338}', 'Ada \u{1f338}'],
  ['null', ''],
  ['-', ''],
  ['\u200b', ''],
  ['', ''],
])('%j is stored as %j', (typed, name) => {
  expect(read(typed)).toBe(name)
})

test.each([
  ['Win money at https://evil.example/x', 'address'],
  ['www.evil.example', 'address'],
  ['Visit evil.com now', 'address'],
  ['EVIL.COM', 'address'],
  ['evil。com', 'address'],
  ['ｅｖｉｌ．ｃｏｍ', 'address'],
  ['e\u200bvil.c\u200bom', 'address'],
  ['t.me/spam', 'address'],
  ['бабки.рф', 'address'],
  ['ada@example.org', 'address'],
  ['10.0.0.1', 'address'],
  ['x'.repeat(101), 'long'],
  ['x '.repeat(2_000), 'long'],
  ['<b>Ada</b>', 'odd'],
  ['&lt;b&gt;', 'odd'],
  ['{name|x}', 'odd'],
  ['12345', 'odd'],
  ['Z\u0335\u0335\u0335\u0335\u0335a', 'odd'],
])('%j is refused as %s', (typed, reason) => {
  expect(read(typed)).toBe(`refused: ${reason}`)
})

test('100 characters are a name, whatever their size', () => {
  expect(read('\u{20bb7}'.repeat(100))).toBe('\u{20bb7}'.repeat(100))
})

test('reading a name twice is the same as reading it once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
      const once = readName(typed)
      if (once.kind === 'name') expect(readName(once.name)).toEqual(once)
    }),
  )
})

test('a name is mailed only to people who have confirmed', () => {
  expect(mailedName({ state: 'confirmed', confirmedAt: '2026-01-01', name: 'Ada' })).toBe('Ada')
  expect(mailedName({ state: 'confirmed', confirmedAt: '2026-01-01', name: '' })).toBeUndefined()
  expect(mailedName({ state: 'pending', confirmedAt: '2026-01-01', name: 'Ada' })).toBeUndefined()
  expect(mailedName({ state: 'unsubscribed', confirmedAt: undefined, name: 'Ada' })).toBeUndefined()
})
