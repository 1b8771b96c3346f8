import { expect, test } from 'vitest'
import { lintUpload } from '../../../core/articles/lint-upload.ts'
import { site } from '../reading/sample.ts'

const at = '2026-03-01T08:00:00.000Z'
const lint = (name: string, text: string) =>
  lintUpload({ key: `articles/${name}`, bytes: Buffer.from(text) }, site, at).map(({ rule, line }) => [rule, line])
const page = (html: string) =>
  `<title>T</title>\n<meta name=description content=S><meta name=date content=2026-01-01>\n${html}`

test('linting reports the problems that a receipt would list', () => {
  expect(lint('a.html', page('<p>Text'))).toEqual([])
  expect(lint('a.md', 'Text').map(([rule]) => rule)).toContain('missing-title')
  expect(lint('a.html', page('<p>Text').replace('2026', '2062'))).toEqual([['far-future-date', undefined]])
})

test('an article that Gmail would cut off gets a warning', () => {
  expect(lint('a.html', page(`<p>${'long '.repeat(20_000)}`))).toEqual([['large-mail', undefined]])
})
