import { expect, test } from 'vitest'
import { renderMarkdown } from '../../../../core/reading/markdown/render-markdown.ts'

const render = (text: string) => renderMarkdown(text, 0, 'en').html.replaceAll(/ data-line="\d+"/g, '')

test.each([
  ['## Fares {#prices}', '<h2 id="prices">Fares</h2>\n'],
  ['## Fares { #prices .wide lang=en }', '<h2 id="prices">Fares</h2>\n'],
  ['## Fares {: #prices}', '<h2 id="prices">Fares</h2>\n'],
  ['## Fares ## {#prices}', '<h2 id="prices">Fares</h2>\n'],
  ['## Fares {#prices} ##', '<h2 id="prices">Fares</h2>\n'],
  ['Fares {#цены}\n---', '<h2 id="цены">Fares</h2>\n'],
  ['## Fares {id="prices"}', '<h2 id="prices">Fares</h2>\n'],
  ['## Fares {.unnumbered}', '<h2>Fares</h2>\n'],
  ['## Fares\n{: #prices .wide}\nText', '<h2 id="prices">Fares</h2>\n<p>Text</p>\n'],
  ['## Fares\n{:#prices}\n\nText', '<h2 id="prices">Fares</h2>\n<p>Text</p>\n'],
])('%j', (text, expected) => {
  expect(render(text)).toBe(expected)
})

test('attributes above a heading belong to it', () => {
  expect(render('{: #prices}\n## Fares')).toMatch(/^\s*<h2 id="prices">Fares<\/h2>\n$/)
})

test.each(['## The set {a, b}', '## Write `{#prices}`', '## Write \\{#prices}', '## {x', '## Fares {# }', '## }'])(
  'other braces are text: %j',
  (text) => {
    expect(render(text)).toMatch(/^<h2>.*[{}].*<\/h2>\n$/)
  },
)
