import { expect, test } from 'vitest'
import { toPlainText } from '../../../../../core/html/plain-text.ts'
import { bodyOf, feedOf, problemsOf } from '../feed-of.ts'

test.each([
  ['$$a_b *c* d_e$$', 'a_b *c* d_e'],
  ['\\(x_1 \\\\ "y" \\{z\\}\\)', 'x_1 \\\\ "y" \\{z\\}'],
  ['\\[x^2 = [y]\\]', 'x^2 = [y]'],
  ['$x$', 'x'],
  ['$\\alpha_1 < \\frac{a}{b}$', '\\alpha_1 < \\frac{a}{b}'],
  ['$a*b*c$', 'a*b*c'],
  ['\\\\(a*b*c\\\\)', 'a*b*c'],
  ['\\\\[x_1 * y_2\\\\]', 'x_1 * y_2'],
  ['\\(n\\)', 'n'],
])('%s is shown as its source, and reported', (text, tex) => {
  const { page, email } = bodyOf(`Area: ${text}, *so*.`)
  const html = tex.replaceAll('<', '&#x3C;')
  for (const form of [page, email]) expect(form).toContain(`Area: <code class="language-math">${html}</code>, <em>so`)
  expect(toPlainText(email)).toBe(`Area: ${tex}, so.`)
  expect(problemsOf(`Text\n${text}`)).toMatchObject([{ rule: 'formula', line: 7 }])
})

test.each([
  ['$$\na &= b \\\\\n\n- c\n=\n$$', 'a &#x26;= b \\\\\n\n- c\n='],
  ['$$ a = b\n  c $$', ' a = b\nc'],
  ['\\[\nx_1\n\\]', 'x_1'],
  ['\\begin{align*}\na &= b\n\\end{align*}', '\\begin{align*}\na &#x26;= b\n\\end{align*}'],
  ['```math\nx_1\n```', 'x_1'],
])('a formula on lines of its own is a block of code', (text, tex) => {
  expect(feedOf(`Text:\n${text}\nAfter`)).toBe(
    `<p>Text:</p>\n<pre><code class="language-math">${tex}\n</code></pre>\n<p>After</p>\n`,
  )
  expect(problemsOf(text)).toMatchObject([{ rule: 'formula', line: 6 }])
})

test.each([
  'between $5 and $10',
  'for $5, or 10$',
  'US$5-US$10 or $20,000–$30,000',
  '$HOME/$PATH, ($a, $b)',
  'costs $ 5 and $ 6',
  '\\[not a link\\] and \\(an aside here\\)',
  '\\$x\\$ and `$x$`',
  'the post office \\(GPO\\), version \\(4.17.15\\), \\(&&\\), \\[x\\]',
  'a fare \\(which the _whole_ town paid\\) of \\(2 \\* 6 = 12\\) and \\([a note](https://example.org)\\)',
  'the variable $\\@ expands to all of them, and $ is a sign',
  '$5 for *one* and $6 for two',
])('%s has no formula', (text) => {
  expect(problemsOf(text)).toEqual([])
})
