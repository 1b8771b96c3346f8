import { globSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Root } from 'hast'
import { expect, test } from 'vitest'
import { mostAttributes, mostNodes } from '../../../core/html/limits.ts'
import { parseBody } from '../../../core/html/parse-body.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { TooComplexError } from '../../../core/html/too-complex-error.ts'
import { renderMarkdown } from '../../../core/reading/markdown/render-markdown.ts'

/** Returns the content of the `body` as the parser reads it. */
function parsed(html: string): Root {
  const document = parseHtml(html, false).children.find((node) => node.type === 'element' && node.tagName === 'html')
  const body =
    document?.type === 'element'
      ? document.children.find((node) => node.type === 'element' && node.tagName === 'body')
      : undefined
  return { type: 'root', children: body?.type === 'element' ? body.children : [] }
}

test.each([
  '',
  ' <p>x</p>',
  'x<p>y</p>',
  '<p>a</p> b\n<p>c</p>\n',
  '<p>&amp;&lt;&gt;&quot; &amp;amp; &copy; &nbsp; & &#x41; &ampx</p>',
  '<p title="&amp;&quot;&copy;">x</p><p>&constructor;</p>',
  '<p id="a" id="b" class="c  d">x</p>',
  '<p ID="a">x</p><P>y</P>',
  '<p id=a title="b>c">x</p><p id ="a" b>y</p><p id="a"b="c">z</p><p  id="a">w</p>',
  '<p id="a>x</p>',
  '<p id="&#x22;&#x27;&#x60;&#x3C;&#x26;">&#x26;&#X26;&#38;</p>',
  '<a href="x">1<a href="y">2</a></a>',
  '<a href="x">1<b>2<a href="y">3</a></b></a>',
  '<a href="x">1</a><a href="y">2</a>',
  '<p><em>a</p><p>b</em></p>',
  '<p>a<div>b</div></p>',
  '<p>a<hr></p>',
  '<h2>a<h3>b</h3></h2>',
  '<em><p>a</p></em>',
  '<em><em><em><em>a</em></em></em></em>b',
  '<pre>\n\na</pre><pre>a\n</pre>',
  '<ul>x<li>a</li></ul><ul>\n<li><p>b</p></li>\n</ul><li>c</li>',
  '<ul><li>a<li>b</ul>',
  '<dl><dt>a</dt><dd><p>b</p></dd></dl><dt>c</dt>',
  '<table>\n<thead>\n<tr>\n<th>a</th></tr></thead><tbody><tr><td><table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>',
  '<table><tr><td>a</td></tr></table>',
  '<table><tbody>x<tr><td>a</td></tr></tbody></table>',
  '<table><tbody>\u00a0<tr><td>a</td></tr></tbody></table>',
  '<table><tbody><p>x</p></tbody></table>',
  '<section><ol start="2"><li id="x">a <br>b <img src="c" alt=""></li></ol></section>',
  '<p>a</b></p>',
  '</p><p>a',
  '<p>a<!-- b -->c</p>',
  '<p>a\r\nb\0c</p>',
  '<p>1 < 2 <3</p>',
  '<p/>a',
  '<img src="a"/><br/>',
  '<details open=""><summary>a</summary><p>b</p></details>',
  '<svg><a href="x">y</a></svg>',
  '<p>a</p></body></html>b',
  '<head><title>a</title></head><p>b</p>',
  '<script>"<p>x</p>"</script>',
  '<button><p>a</p></button><template><p>b</p></template>',
])('HTML is read as the parser reads it: %j', (html) => {
  expect(parseBody(html)).toEqual(parsed(html))
})

test('every seed and every page is read as the parser reads it', () => {
  const seeds = globSync('seeds/**/*.md').map((file) => renderMarkdown(readFileSync(file, 'utf8'), 0, 'en').html)
  const pages = globSync('tests/golden/pages/**/*.html').map((file) => readFileSync(file, 'utf8'))
  expect(seeds.length * pages.length).toBeGreaterThan(0)
  for (const html of [...seeds, ...pages]) expect(parseBody(html)).toEqual(parsed(html))
})

const names =
  'a abbr b blockquote br code dd del details div dl dt em h2 h3 hr i img li mark ol p pre q s section span strong sub summary sup table tbody td th thead tr ul'
const name = fc.constantFrom(...names.split(' '))
const text = fc.constantFrom('a', ' ', '\n', ' b ', '&amp;', '&lt;', '\u00a0', 'é', '"', '>')
const attributes = fc.constantFrom('', ' id="x"', ' href="&amp;y"', ' class="a b" data-line="3"')
const piece = fc.oneof(
  text,
  fc.tuple(name, attributes).map(([tag, given]) => `<${tag}${given}>`),
  name.map((tag) => `</${tag}>`),
)
const { tree } = fc.letrec<{ tree: string; element: string }>((tie) => ({
  tree: fc.array(fc.oneof({ maxDepth: 6 }, text, tie('element')), { maxLength: 4 }).map((parts) => parts.join('')),
  element: fc
    .tuple(name, attributes, tie('tree'))
    .map(([tag, given, content]) => (/^(?:br|hr|img)$/.test(tag) ? `<${tag}>` : `<${tag}${given}>${content}</${tag}>`)),
}))

test('HTML with any mistakes is read as the parser reads it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, tree), { maxLength: 8 }), (parts) => {
      expect(parseBody(parts.join(''))).toEqual(parsed(parts.join('')))
    }),
    { numRuns: 1500 },
  )
})

test.each([
  ['elements', '<br>'.repeat(mostNodes + 1)],
  ['attributes', `<p${' x="y"'.repeat(mostAttributes + 1)}></p>`],
  ['levels', '<div>'.repeat(300) + '</div>'.repeat(300)],
])('HTML with too many of these is refused: %s', (_, html) => {
  expect(() => parseBody(html)).toThrow(TooComplexError)
})
