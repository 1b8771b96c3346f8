import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from './sample.ts'

const read = (html: string) => {
  const { body, problems } = accepted('a.html', `<h1>T</h1>\n${html}`)
  return {
    feed: renderBody(body, 'https://x.example/').feed,
    formulas: problems.filter(({ rule }) => rule === 'formula'),
  }
}
const math =
  '<math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math>'

test.each([
  ['KaTeX', `<span class="katex"><span class="katex-mathml">${math}</span><span class="katex-html">x2</span></span>`],
  ['MathJax', `<mjx-container><svg></svg><mjx-assistive-mml>${math}</mjx-assistive-mml></mjx-container>`],
  [
    'Wikipedia',
    `<span class="mwe-math-element"><span>${math}</span><img src="https://x.example/a.png" alt="x"></span>`,
  ],
  ['MathML', math],
  ['MathJax 2', '<script type="math/tex">x^2</script>'],
  [
    'MathJax 2 that a browser saved',
    `<span class="MathJax_Preview">x2</span><span class="MathJax"><span class="math">x2</span>${math}</span><script type="math/tex" id="MathJax-Element-1">x^2</script>`,
  ],
  ['Pandoc', '<span class="math inline">\\(x^2\\)</span>'],
  ['MkDocs', '<span class="arithmatex">\\(x^2\\)</span>'],
])('a formula of %s is shown once, as its source, and reported', (_, html) => {
  const { feed, formulas } = read(`<p>So ${html} it is.</p>`)
  expect(feed).toContain('<p>So <code class="language-math">x^2</code> it is.</p>')
  expect(formulas).toMatchObject([{ rule: 'formula', line: 2 }])
})

test('a formula in a block of its own is a block of code', () => {
  const { feed, formulas } = read('<div class="math notranslate">\n\\[a_b < c\\]</div>')
  expect(feed).toContain('<pre><code class="language-math">a_b &#x3C; c</code></pre>')
  expect(formulas).toHaveLength(1)
})

test('in a whole page and in Markdown, the source of MathJax 2 is shown, too, and other scripts are not', () => {
  const scripts = '<script type="math/tex; mode=display">x^2</script><script>let secret</script>'
  for (const [name, text] of [
    ['a.html', `<html><body><h1>T</h1><p>So ${scripts} it is.</p></body></html>`],
    ['a.md', `# T\n\nSo ${scripts} it is.\n`],
  ] as const) {
    const { feed } = renderBody(accepted(name, text).body, 'https://x.example/')
    expect(feed).toContain('So <code class="language-math">x^2</code>')
    expect(feed).not.toContain('secret')
  }
})

test('a formula of Pandoc without MathJax stays as it is', () => {
  const html = '<p><span class="math inline"><em>x</em><sup>2</sup></span></p>'
  expect(read(html).feed).toContain('<em>x</em><sup>2</sup>')
})

test('MathML without TeX keeps its text', () => {
  expect(read('<p><math><mi>x</mi><mo>=</mo><mn>2</mn></math></p>').feed).toContain('>x=2</code>')
})

test.each([
  [
    'Chroma',
    '<pre><code><span class="ln">1</span><span>let a</span>\n<span class="ln">2</span><span>b</span></code></pre>',
  ],
  ['Prism', '<pre><code>let a\nb<span class="line-numbers-rows"><span></span></span></code></pre>'],
])('saved code of %s has no line numbers', (_, html) => {
  expect(read(html).feed.replaceAll(/<\/?span>/g, '')).toContain('<pre><code>let a\nb</code></pre>')
})

test('saved code in a table has no column of line numbers', () => {
  const { feed } = read(
    '<table><tr><td class="gutter"><pre class="lineno">1\n2</pre></td><td class="code"><pre>let a\nb</pre></td></tr></table>',
  )
  expect(feed).toContain('<pre>let a\nb</pre>')
  expect(feed).not.toContain('1\n2')
})
