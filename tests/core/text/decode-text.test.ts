import { toHtml } from 'hast-util-to-html'
import { describe, expect, test } from 'vitest'
import { accepted, parse, rules } from '../reading/sample.ts'

const words = 'Café “Übermut” — naïve façade, 5 € a cup, señor; the coach left Zürich’s station at noon.'
const page = `Título\n\n2015-08-12\n\n${words}`
const windows1252 = Buffer.from(
  page.replace(
    /[“”—€’]/g,
    (character) => ({ '“': '\x93', '”': '\x94', '—': '\x97', '€': '\x80', '’': '\x92' })[character] ?? '',
  ),
  'latin1',
)
const utf16be = Buffer.from(`\uFEFF${page}`, 'utf16le').swap16()

function text(bytes: Uint8Array, name = 'a.txt', contentType?: string): string {
  return toHtml(accepted(name, bytes, contentType).body)
}

describe('decoding', () => {
  test.each([
    ['UTF-8', Buffer.from(page), []],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${page}`), []],
    ['UTF-16 little-endian', Buffer.from(`\uFEFF${page}`, 'utf16le'), []],
    ['UTF-16 big-endian', utf16be, []],
    ['UTF-16 without a mark', Buffer.from(page, 'utf16le'), ['guessed-encoding']],
    ['windows-1252', windows1252, ['guessed-encoding']],
  ])('%s is decoded', (_, bytes, expected) => {
    expect(text(bytes)).toBe(`<p>${words}</p>`)
    expect(accepted('a.txt', bytes).manuscript.title).toBe('Título')
    expect(rules(parse('a.txt', bytes))).toEqual(expected)
  })

  test('a charset that the content type or the page declares is not a guess', () => {
    const cyrillic = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])
    const declared = Buffer.concat([Buffer.from('<meta charset="windows-1251"><title>T</title><p>'), cyrillic])
    expect(text(declared, 'a.html')).toBe('<p>Привет</p>')
    expect(rules(parse('a.html', declared))).not.toContain('guessed-encoding')
    const plain = Buffer.concat([Buffer.from('T\n\n2015-08-12\n\n'), cyrillic])
    expect(text(plain, 'a.txt', 'text/plain; charset=windows-1251')).toBe('<p>Привет</p>')
  })

  test('a wrong or unknown declaration is ignored', () => {
    expect(text(Buffer.from(page), 'a.txt', 'text/plain; charset=iso-8859-1')).toBe(`<p>${words}</p>`)
    expect(text(windows1252, 'a.txt', 'text/plain; charset=klingon')).toBe(`<p>${words}</p>`)
    expect(text(windows1252, 'a.txt', 'text/plain; charset=utf-8')).toBe(`<p>${words}</p>`)
  })

  test('a few broken bytes do not turn the rest of a UTF-8 text into mojibake', () => {
    const bytes = Buffer.concat([Buffer.from(page), Buffer.from([0xc3])])
    expect(text(bytes)).toBe(`<p>${words}\uFFFD</p>`)
    expect(parse('a.txt', bytes).problems).toMatchObject([{ rule: 'damaged-encoding', severity: 'warning', line: 5 }])
  })
})

test.each([
  ['a PDF', '%PDF-1.7\n'],
  ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ['a ZIP', 'PK\x03\x04'],
  ['a page in a GIF', 'GIF89a/*<script>alert(1)</script>*/'],
  ['zeros', 'T\n\na\0b'],
  ['noise', Uint8Array.from({ length: 999 }, (_, index) => (index * 89) % 256)],
])('%s is not text, in any format', (_, bytes) => {
  for (const name of ['a.txt', 'a.md', 'a.html']) expect(rules(parse(name, bytes))).toEqual(['not-text'])
})

test('control characters are removed, with a warning that names their line', () => {
  const parsed = accepted('a.txt', 'T\n\n2015-08-12\n\nring\u0007 the\u0001 bell\uFFFE')
  expect(toHtml(parsed.body)).toBe('<p>ring the bell</p>')
  expect(parsed.problems).toMatchObject([{ rule: 'control-characters', line: 5 }])
})

test('line breaks, no-break spaces and composed characters are normalized', () => {
  const text = 'T\r\n\r\n2015-08-12\r\rBeijing\u00A0 on Cafe\u0301\u2029\u2029end'
  expect(toHtml(accepted('a.txt', text).body)).toBe('<p>Beijing on Café</p><p>end</p>')
})
