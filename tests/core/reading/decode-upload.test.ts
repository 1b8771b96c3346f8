import { expect, test } from 'vitest'
import { TooComplexError } from '../../../core/html/too-complex-error.ts'
import { charsetOfPage, charsetOfType, decodeUpload, refuseSize } from '../../../core/reading/decode-upload.ts'

const upload = (text: string, contentType?: string) => ({
  key: 'articles/a.txt',
  bytes: Buffer.from(text),
  contentType,
})

test.each([
  ['text/html; charset=windows-1251', 'windows-1251'],
  ['text/plain;Charset="utf-8"', 'utf-8'],
  ['text/plain', undefined],
  [undefined, undefined],
])('the content type %j names the charset %s', (contentType, charset) => {
  expect(charsetOfType(contentType)).toBe(charset)
})

test.each([
  ['<meta charset="windows-1251">', 'windows-1251'],
  ['<META http-equiv=content-type content="text/html; charset=koi8-r">', 'koi8-r'],
  [`<!--${'x'.repeat(5000)}--><meta charset=koi8-r>`, undefined],
  ['<p>charset=koi8-r', undefined],
])('a page declares its charset near its start: %#', (html, charset) => {
  expect(charsetOfPage(Buffer.from(html))).toBe(charset)
})

test('the charset of the content type takes precedence over that of the file', () => {
  const bytes = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])
  const contentType = 'text/plain; charset=windows-1251'
  expect(decodeUpload({ key: 'a', bytes, contentType }, () => 'koi8-r')).toMatchObject({ text: 'Привет' })
  expect(decodeUpload({ key: 'a', bytes }, () => 'windows-1251')).toMatchObject({ text: 'Привет' })
})

test('a file of white space counts as empty, and a file with too many lines is too complex', () => {
  expect(decodeUpload(upload(' \n\uFEFF\n'))).toMatchObject({ rejection: { rule: 'empty-file' } })
  expect(() => decodeUpload(upload('a\n'.repeat(60_001)))).toThrow(TooComplexError)
})

test.each([
  [0, 'empty-file'],
  [1, undefined],
  [2_000_000, undefined],
  [2_000_001, 'too-large'],
])('an upload of %i bytes has the problem %s', (bytes, rule) => {
  expect(refuseSize(bytes)?.rule).toBe(rule)
})
