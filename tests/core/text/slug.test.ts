import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alternativeSlug, nameSlug, toSlug } from '../../../core/text/slug.ts'

test.each([
  ['U.S. tech groups press Obama', 'u-s-tech-groups-press-obama'],
  ['Über Größe', 'ueber-groesse'],
  ['Письма', 'pisma'],
  ['C# after C++, on .NET', 'c-sharp-after-c-plus-plus-on-dot-net'],
  ['Issue #5: wait…what?', 'issue-5-wait-what'],
  ['½ off², 100% Foo™', '1-2-off2-100-percent-foo'],
])('the slug of %s is "%s"', (text, slug) => {
  expect(toSlug(text)).toBe(slug)
})

test.each([
  ['夜行郵便が北へ', '夜行郵便が北へ'],
  ['C++ in 日本', 'c-plus-plus-in-日本'],
  ['iPhone15を買う', 'iphone15を買う'],
  ['รถไฟ สายเหนือ', 'รถไฟ-สายเหนือ'],
  ['हिन्दी में डाक', 'हिन्दी-में-डाक'],
  ['밤의 우편'.normalize('NFD'), '밤의-우편'],
  ['דואר הלילה', 'דואר-הלילה'],
  ['Ђоковић у Паризу', 'ђоковић-у-паризу'],
  ['Ｎｉｇｈｔ　ﾒｰﾙ', 'night-メール'],
  ['夜\u200f行 क्\u200dष', '夜行-क्ष'],
])('the slug of %s keeps what slugify cannot transliterate: %s', (text, slug) => {
  expect(toSlug(text)).toBe(slug)
})

test.each(['🎉', '❤️', '\ue000', '…', '\u0301'])('%s has no slug', (text) => {
  expect(toSlug(text)).toBe('')
})

test('a slug stays the same when it is read again, and has up to 80 bytes', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc.string({ unit: fc.constantFrom(...'夜行ガไฟ้ क्षיЂя éñẚ-+#.'), maxLength: 120 }),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const slug = toSlug(text)
      expect(slug).toMatch(/^$|^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u)
      expect(toSlug(slug)).toBe(slug)
      expect(Buffer.byteLength(slug)).toBeLessThanOrEqual(80)
      expect(nameSlug(nameSlug(text))).toBe(nameSlug(text))
    }),
  )
})

test('a long slug in another script is cut at a hyphen or between letters, never before a vowel sign', () => {
  expect(toSlug('夜'.repeat(100))).toBe('夜'.repeat(26))
  expect(toSlug('कि'.repeat(100))).toBe('कि'.repeat(13))
  expect(toSlug(`${'夜'.repeat(20)} ${'行'.repeat(20)}`)).toBe('夜'.repeat(20))
})

test('a long slug is cut at a word boundary', () => {
  expect(toSlug('railway '.repeat(20))).toBe('railway-'.repeat(10).slice(0, -1))
  expect(toSlug('x'.repeat(200))).toHaveLength(40)
})

test.each([
  ['C', 'c'],
  ['C#', 'c-sharp'],
  ['C++', 'c-plus-plus'],
  ['F#', 'f-sharp'],
  ['.NET', 'dot-net'],
  ['ASP.NET', 'asp-net'],
  ['Node.js', 'node-js'],
  ['A+', 'a-plus'],
  ['R&D', 'r-and-d'],
  ['at&t', 'at-and-t'],
  ['Ada Byron', 'ada-byron'],
  ['J. R. R. O’Neill', 'j-r-r-o-neill'],
  ['Kotlin®', 'kotlin'],
])('the topic or author %s has the address %s', (name, slug) => {
  expect(nameSlug(name)).toBe(slug)
})

test('topics and authors get a slug in ASCII in any script', () => {
  expect(nameSlug('郵便')).toMatch(/^n-[0-9a-f]{8}$/)
  expect(nameSlug('AI 郵便')).toMatch(/^ai-[0-9a-f]{8}$/)
  expect(nameSlug(`${'x'.repeat(90)} a`)).toMatch(/^x{40}-[0-9a-f]{8}$/)
})

test('names that differ in letters, digits or symbols have different addresses', () => {
  const names = [
    ...['C', 'C#', 'c♯', 'C++', 'C--', 'C*', 'A', 'A+', 'A-', 'A*', '.NET', 'NET', '100', '100%', '@home', 'home'],
    ...['郵便', '便郵', '🎉', '🎊', 'AI', 'AI 郵便', 'AI 便郵', 'Ђоковић', 'Ћоковић', 'I ❤ NY', 'I NY', '360°', '360'],
    ...[`${'x'.repeat(90)} a`, `${'x'.repeat(90)} b`],
  ]
  expect(new Set(names.map(nameSlug)).size).toBe(names.length)
})

test('names that differ in case, accents, spaces or punctuation have one address', () => {
  for (const name of ['Résumé', 'resume', 'RESUME.', '“Resume”', 'resume!']) expect(nameSlug(name)).toBe('resume')
  expect(nameSlug('郵便A')).toBe(nameSlug('郵便a'))
})

test('an alternative slug ends with the start of the id and respects the maximum length', () => {
  const id = 'abcdef0123456789abcdef01'
  expect(alternativeSlug('letters', id)).toBe('letters-abcdef01')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (name) => {
      const slug = alternativeSlug(nameSlug(name), id)
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(80)
    }),
  )
})
