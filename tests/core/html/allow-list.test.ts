import { expect, test } from 'vitest'
import { allowList, hastNames, protocols, valueForms, voidElements } from '../../../core/html/allow-list.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { sanitizeBody } from '../../../core/html/sanitize-body.ts'
import { serializeTree } from '../../../core/html/serialize-tree.ts'

const sanitize = (html: string) => serializeTree(sanitizeBody(parseHtml(`<body>${html}`)))
const tags = allowList.tagNames ?? []
/** Elements that a tag must be in: otherwise the sanitizer removes it, or the parser moves it. */
const parents: Readonly<Record<string, string>> = {
  ...{ caption: 'table', colgroup: 'table', thead: 'table', tbody: 'table', tfoot: 'table', tr: 'table' },
  ...{ td: 'table', th: 'table', col: 'table', li: 'ul', dt: 'dl', dd: 'dl' },
  ...{ figcaption: 'figure', summary: 'details', source: 'video', track: 'video', rp: 'ruby', rt: 'ruby' },
}

test.each(tags)('<%s> is kept', (tag) => {
  const parent = parents[tag]
  const element = tag === 'img' ? '<img src="a.png">' : voidElements.has(tag) ? `<${tag}>` : `<${tag}>x</${tag}>`
  expect(sanitize(parent ? `<${parent}>${element}</${parent}>` : element)).toContain(`<${tag}`)
})

test.each(['script', 'style', 'iframe', 'object', 'svg', 'math', 'form', 'input', 'link', 'meta', 'base', 'x-y'])(
  '<%s> is not',
  (tag) => {
    expect(sanitize(`<${tag}>x</${tag}>`)).not.toContain('<')
  },
)

test('every attribute with a form or a scheme is an attribute of some tag', () => {
  const attributes = Object.values(allowList.attributes ?? {})
    .flat()
    .map((attribute) => (typeof attribute === 'string' ? attribute : attribute[0]))
  const named = [...valueForms.keys(), ...Object.keys(protocols), ...hastNames.values()]
  expect(named.filter((name) => !attributes.includes(name))).toEqual([])
})

test.each([
  ['<table><tr><td colspan=99>x</table>', 'colspan="99"'],
  ['<img src=a.png width=9999>', 'width="9999"'],
  ['<ol start=-5><li>x</ol>', 'start="-5"'],
  ['<p lang=de-AT dir=rtl id=x title=y>x', '<p lang="de-AT" dir="rtl" id="a-x" title="y">'],
  ['<pre><code class="language-c++">x</code></pre>', 'class="language-c++"'],
])('%s keeps %s', (html, attribute) => {
  expect(sanitize(html)).toContain(attribute)
})

test.each([
  ['<table><tr><td colspan=100>x</table>', 'colspan'],
  ['<img src=a.png width=10000>', 'width'],
  ['<ol start=1e9><li>x</ol>', 'start'],
  ['<p lang="de\nAT">x', 'lang'],
  ['<p onclick=x style=color:red>x', 'onclick|style'],
  ['<code class="evil">x</code>', 'evil'],
])('%j loses %s', (html, attribute) => {
  expect(sanitize(html)).not.toMatch(new RegExp(attribute))
})
