import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { TooComplexError } from '../../../../core/html/too-complex-error.ts'
import { lineAttribute } from '../../../../core/reading/markdown/environment.ts'
import { renderMarkdown } from '../../../../core/reading/markdown/render-markdown.ts'
import { accepted } from '../sample.ts'

const front = (yaml: string, text = 'Some text.') => `---\n${yaml}\n---\n\n${text}\n`
const feed = (text: string) =>
  renderBody(accepted('a.md', front('title: T', text)).body, 'https://gazette.example/articles/t/').feed

test('tables, strikethrough, footnotes and bare addresses are rendered', () => {
  expect(feed('|a|b|\n|:-:|-:|\n|1|2|')).toContain('<td align="center">1</td>\n<td align="right">2</td>')
  expect(feed('~~no~~')).toContain('<s>no</s>')
  expect(feed('See https://x.example/a.')).toContain('<a href="https://x.example/a">https://x.example/a</a>.')
  expect(feed('See www.x.example/a_(b), not end.Start or x.md.')).toBe(
    '<p>See <a href="https://www.x.example/a_(b)">www.x.example/a_(b)</a>, not end.Start or x.md.</p>\n',
  )
  expect(feed('A[^1]\n\n[^1]: Note.')).toContain('href="https://gazette.example/articles/t/#a-fn1"')
})

test.each([
  ['Chinese', '**注意：**正文在此。', '<strong>注意：</strong>正文'],
  ['Japanese', '**「駅」**へ *（北）*の', '<strong>「駅」</strong>へ <em>（北）</em>の'],
  ['Korean', '**우편(도보)**을', '<strong>우편(도보)</strong>을'],
  ['a line through', '~~「駅」~~へ', '<s>「駅」</s>へ'],
  ['a highlight', '==「駅」==へ', '<mark>「駅」</mark>へ'],
])('marks beside wide punctuation are rendered: %s', (_, text, html) => {
  expect(feed(text)).toContain(html)
})

test('highlights are rendered; comparisons are not', () => {
  expect(feed('A ==b *c*== d')).toContain('A <mark>b <em>c</em></mark> d')
  expect(feed('a == b == c')).toBe('<p>a == b == c</p>\n')
})

test('quotation marks are those of the language, except in code and addresses', () => {
  const quoted = (lang: string, text: string) =>
    renderBody(accepted('a.md', front(`title: T\nlang: ${lang}`, text)).body, 'https://x.example/').text
  const text = `"Post's 'late'," he wrote in the '90s. \`"x"\``
  expect(quoted('en-GB', text)).toBe('“Post’s ‘late’,” he wrote in the ’90s. "x"')
  expect(quoted('de', text)).toBe('„Post’s ‚late‘,“ he wrote in the ’90s. "x"')
  expect(quoted('fr', '"oui"')).toBe('«\u00A0oui\u00A0»')
  expect(quoted('de-CH', '"ja"')).toBe('«ja»')
  expect(accepted('a.md', front(`title: It's`, `# It's\n\nText`)).manuscript.title).toBe("It's")
})

test('headings, links and images carry their line in the upload', () => {
  const { html } = renderMarkdown('# A\n\n[x](/y) ![z](z.png)\n', 4, 'en')
  expect(
    [...html.matchAll(new RegExp(`<(\\w+)[^>]*${lineAttribute}="(\\d+)"`, 'g'))].map(([, tag, line]) => [tag, line]),
  ).toEqual([
    ['h1', '5'],
    ['a', '7'],
    ['img', '7'],
  ])
})

test('a table or images beyond the limits are rejected before the work, and a large table is rendered', () => {
  const row = (cell: string, columns: number) => `${`|${cell}`.repeat(columns)}|\n`
  const table = (columns: number, rows: number) =>
    row('a', columns) + row('-', columns) + row('b', columns).repeat(rows - 1)
  const render = (text: string) => renderMarkdown(text, 0, 'en').html
  const cpuOf = (act: () => void) => {
    const before = process.threadCpuUsage()
    act()
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  }
  const large = cpuOf(() => expect(render(table(1000, 19)).split('<td')).toHaveLength(18_001))
  const tooLarge = cpuOf(() => expect(() => render(table(40_000, 20))).toThrow(TooComplexError))
  expect(tooLarge).toBeLessThan(large)
  const image = '![a](b) '
  expect(render(`${image.repeat(20)}\n\n`.repeat(100))).toContain('<img')
  expect(() => render(`${image.repeat(1000)}\n\n`.repeat(26))).toThrow('it has too many images')
})
