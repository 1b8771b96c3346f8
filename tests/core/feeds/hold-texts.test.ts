import { expect, test } from 'vitest'
import { holdTexts } from '../../../core/feeds/hold-texts.ts'

test('the library gets placeholders, and each text is escaped for its place', () => {
  const texts = holdTexts()
  const xml = `<a b="${texts.attribute('<&"')}">${texts.element('<&"')}<![CDATA[${texts.cdata('<&"]]>')}]]></a>`
  expect(xml).not.toContain('&')
  expect(texts.fill(xml)).toBe('<a b="&lt;&amp;&quot;">&#x3C;&#x26;&#x22;<![CDATA[<&"]]]]><![CDATA[>]]></a>')
})

test('a text may be used more than once', () => {
  const texts = holdTexts()
  const title = texts.element('A')
  expect(texts.fill(`${title}, ${title}`)).toBe('A, A')
})

test('an empty text has no placeholder, so the library omits its element', () => {
  expect(holdTexts().element('\0')).toBe('')
})

test('a text cannot contain a placeholder', () => {
  const texts = holdTexts()
  const first = texts.element('A')
  expect(texts.fill(first + texts.element(first))).toBe('A0')
})

test('a placeholder that is missing in the output of the library is an error', () => {
  const texts = holdTexts()
  texts.element('A')
  expect(() => texts.fill(texts.element('B'))).toThrow('did not write 1 of 2 texts')
})

test('a URL and a date are held, too, in forms that the library accepts', () => {
  const texts = holdTexts()
  const url = new URL(texts.url('https://a.example/?a=1&b=2')).href
  const date = texts.date('2026-01-14T00:00:00.000Z')
  expect(texts.fill(`${url} ${date.toISOString()} ${date.toUTCString()}`)).toBe(
    'https://a.example/?a=1&amp;b=2 2026-01-14T00:00:00.000Z 2026-01-14T00:00:00.000Z',
  )
})
