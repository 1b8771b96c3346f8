import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { lineAttribute, renderMarkdown } from '../../../../core/reading/markdown/render-markdown.ts'
import { accepted } from '../sample.ts'

const front = (yaml: string, text = 'Some text.') => `---\n${yaml}\n---\n\n${text}\n`
const feed = (text: string) =>
  renderBody(accepted('a.md', front('title: T', text)).body, 'https://gazette.example/articles/t/').feed

test('tables, strikethrough, task lists, alerts, footnotes and bare addresses are rendered', () => {
  expect(feed('|a|b|\n|:-:|-:|\n|1|2|')).toContain('<td align="center">1</td>\n<td align="right">2</td>')
  expect(feed('~~no~~')).toContain('<s>no</s>')
  expect(feed('- [ ] one\n- [x] two')).toContain('<li>☐ one</li>\n<li>☑ two</li>')
  expect(feed('> [!NOTE]\n> Mind the *gap*.')).toMatch(
    /<blockquote>\s*<p><strong>Note<\/strong><\/p><p>Mind the <em>gap/,
  )
  expect(feed('See https://x.example/a.')).toContain('<a href="https://x.example/a">https://x.example/a</a>.')
  expect(feed('See www.x.example/a_(b), not end.Start or x.md.')).toBe(
    '<p>See <a href="https://www.x.example/a_(b)">www.x.example/a_(b)</a>, not end.Start or x.md.</p>\n',
  )
  expect(feed('A[^1]\n\n[^1]: Note.')).toContain('href="https://gazette.example/articles/t/#a-fn1"')
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
  const html = renderMarkdown('# A\n\n[x](/y) ![z](z.png)\n', 4, 'en')
  expect(
    [...html.matchAll(new RegExp(`<(\\w+)[^>]*${lineAttribute}="(\\d+)"`, 'g'))].map(([, tag, line]) => [tag, line]),
  ).toEqual([
    ['h1', '5'],
    ['a', '7'],
    ['img', '7'],
  ])
})
