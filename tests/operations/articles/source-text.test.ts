import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSource, writeSource } from '../../../operations/articles/source-text.ts'

const key = 'articles/a.md'
const bytesOf = (text: string) => new TextEncoder().encode(text)

test.each([
  '',
  'One\nTwo\n',
  'One\r\nTwo\r\n',
  '\uFEFFOne\nTwo',
  '\n\nOne',
  'é 🐎 \u202Ex\u2069',
  'tab\tand\u00A0space',
])('a file that is saved without a change has the same bytes: %j', (text) => {
  const source = readSource({ key, bytes: bytesOf(text) })
  if (!source) throw new Error('not text')
  const posted = source.text.replaceAll('\n', '\r\n')
  expect(writeSource(posted, source)).toEqual(bytesOf(text))
})

test('any text in lines that end alike comes back as it was', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((each) => !/[\r\n\0]|^\uFEFF/.test(each))
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, lineEnd) => {
      const text = lines.map((each) => each + lineEnd).join('')
      const source = readSource({ key, bytes: bytesOf(text) })
      expect(source && writeSource(source.text, source)).toEqual(bytesOf(text))
    }),
  )
})

test('a file in another charset is read, and says that saving changes its charset', () => {
  const bytes = Uint8Array.from(Buffer.from('<meta charset="windows-1252"><p>Caf\xe9 in Bath</p>', 'latin1'))
  expect(readSource({ key: 'articles/a.html', bytes })).toMatchObject({
    changesCharset: true,
    text: expect.stringContaining('Café'),
  })
})

test('a picture is not text', () => {
  expect(
    readSource({ key, bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0) }),
  ).toBeUndefined()
})
