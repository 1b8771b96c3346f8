import fc from 'fast-check'
import { toHtml } from 'hast-util-to-html'
import { expect, test } from 'vitest'
import { adaptForPage } from '../../../core/html/adapt-for-page.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { sanitizeBody } from '../../../core/html/sanitize-body.ts'
import { serializeTree } from '../../../core/html/serialize-tree.ts'
import { mapElements } from '../../../core/html/tree.ts'

const attributes = [
  'href="https://x.example/?a=1&b=\'`"',
  'title="&quot;<b>&amp;"',
  'colspan=2 align=left',
  'open controls',
  'id=x class="alert alert-note"',
  'srcset="a.jpg 1x, b.jpg 2x" width=3 alt=""',
  'scope=row align=right lang=de dir=rtl',
]
const elements = [
  'p',
  'a',
  'img',
  'td',
  'table',
  'tr',
  'ol start=3 reversed',
  'video',
  'details',
  'caption',
  'blockquote cite=https://x.example/',
  'section class=footnotes',
  'time datetime=2026',
  'h2',
  'pre',
  'br',
  'wbr',
  'source',
  'code class=language-js',
]
const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom(...elements), fc.constantFrom(...attributes))
    .map(([name, attribute]) => `<${name} ${attribute}>`),
  fc.constantFrom(...elements).map((name) => `</${name.split(' ')[0]}>`),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", '`', '\n', 'x') }),
  fc.constantFrom('&lt;script&gt;', '&amp;amp;', '<!-- x -->', '<hr>'),
)

test('the output equals that of hast-util-to-html', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const body = sanitizeBody(parseHtml(`<body>${pieces.join('')}`))
      const page = mapElements(body, adaptForPage)
      expect(serializeTree(body)).toBe(toHtml(body))
      expect(serializeTree(page)).toBe(toHtml(page))
    }),
  )
})
