import { expect, test } from 'vitest'
import { parse } from './sample.ts'

const page = (html: string) =>
  `<title>T</title>\n<meta name=description content=S><meta name=date content=2026-01-01>\n${html}`
const lint = (html: string) => parse('a.html', page(html)).problems.map(({ rule, line }) => [rule, line])

test('a body that works everywhere has no warnings', () => {
  expect(
    lint('<h2>A</h2><p><a href="https://x.example/">x</a> <a href="map.pdf">y</a> <img src="a.png" alt="A">'),
  ).toEqual([])
})

test('warnings name the line in the Markdown file', () => {
  const text =
    '![](a.png)\n\n### Deep\n\n[x](http://localhost:8080/) [y](other.md) [z](javascript:alert)\n\n![d](data:image/png;base64,AA)'
  const { problems } = parse('a.md', `---\ntitle: T\nsummary: s\ndate: 2026-01-01\n---\n\n${text}\n`)
  expect(problems.map(({ rule, line }) => [rule, line])).toEqual([
    ['missing-alt', 7],
    ['heading-jump', 9],
    ['local-link', 11],
    ['unsafe-link', 11],
    ['data-image', 13],
  ])
})

test('warnings name the line in the HTML file', () => {
  expect(lint('<p>x\n<img src="a.png">\n')).toEqual([['missing-alt', 4]])
})

test('text in a fixed dark colour gets a warning', () => {
  expect(lint('<p style="color:#000">Text')).toEqual([['dark-text', 3]])
})
