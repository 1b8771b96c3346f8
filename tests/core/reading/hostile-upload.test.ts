import fc from 'fast-check'
import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { elementsOf } from '../../../core/html/tree.ts'
import { maximumArticleBytes } from '../../../core/reading/limits.ts'
import { type ParsedUpload, parseUpload } from '../../../core/reading/parse-upload.ts'
import { parse, publication } from './sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'
const formats = ['txt', 'md', 'html'] as const
const dangerous =
  /^(script|style|iframe|object|embed|applet|svg|math|form|input|button|textarea|select|link|meta|base|template|noscript|frame|frameset|xmp|plaintext)$/
// XML 1.0 section 2.2
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** Checks that no part of an upload runs or breaks a feed, whether the upload was accepted or not. */
function expectHarmless(parsed: ParsedUpload): void {
  if (!parsed.accepted) {
    expect(parsed.problems.some(({ severity, message }) => severity === 'error' && message !== '')).toBe(true)
    return
  }
  const { page, feed, email, text } = renderBody(parsed.body, articleUrl)
  for (const html of [page, feed, email]) for (const element of elementsOf(fromHtml(html))) expectSafe(element)
  for (const value of [page, feed, email, text, JSON.stringify(parsed.manuscript)]) expect(value).not.toMatch(illegal)
  const { title, summary, authors, topics } = parsed.manuscript
  for (const line of [title, summary, ...authors.map(({ name }) => name), ...topics.map(({ name }) => name)]) {
    expect(line).not.toMatch(/[\r\n\u202A-\u202E\u2066-\u2069]/)
  }
}

function expectSafe({ tagName, properties }: Element): void {
  expect(tagName).not.toMatch(dangerous)
  for (const [name, value] of Object.entries(properties)) {
    expect(name).not.toMatch(/^on|^(srcDoc|formAction|action|ping|background|xLinkHref)$/)
    if (name === 'style')
      expect(value).toMatch(
        /^((?:width:auto;)?max-width:100%;height:auto|white-space:pre-wrap;overflow-wrap:anywhere|margin:0 0 14px;padding:8px 16px;border-left:4px solid)$/,
      )
    if (name === 'srcSet') expect(value).toMatch(/^(https?:\S+( [\d.]+[wx])?(, (?=http)|$))+$/)
    if (['href', 'src', 'cite', 'poster'].includes(name)) expect(value).toMatch(/^(#|https?:|mailto:|tel:)/)
  }
}

const vectors = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example/x.js></sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<img src=x:x onerror=alert(1)//><img src="javascript:alert(1)">',
  '<img src=x srcset="javascript:alert(1) 1x, data:image/svg+xml,x 2x, //evil.example/a,b 3x,x y z, ,, 1x">',
  '<svg onload=alert(1)><svg><script>alert(1)</script>',
  '<svg><style><img src=x onerror=alert(1)></style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
  '<a href="javascript:alert(1)">x</a><a href="JaVaScRiPt:alert(1)">x</a><a href=" java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript&colon;alert(1)">x</a><a href="\u0001javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a><a href="vbscript:x">x</a><a href="blob:x">x</a>',
  '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src="//evil.example/"></iframe><embed src="data:text/html,x"><object data="javascript:x"></object>',
  '<base href="//evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)"><link rel=stylesheet href=x>',
  '<div style="background:url(javascript:alert(1))" onclick=alert(1) id=location name=cookie>x</div>',
  '<video src="javascript:x" poster="javascript:x" onplay=x><source src="javascript:x" onerror=x></video>',
  '<details open ontoggle=alert(1)><summary>x</summary></details><marquee onstart=alert(1)>x</marquee>',
  '<template><script>alert(1)</script></template><p is="x-y" slot="a">x</p>',
  '<table background="javascript:x"><td background="javascript:x"></table><input autofocus onfocus=alert(1)>',
  '<button formaction="javascript:x">x</button><form action="javascript:x"><input type=submit></form>',
  '<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]><?xml <script>alert(1)</script>?>',
  '"><script>alert(1)</script>\'><img src=x onerror=alert(1)>{{constructor.constructor("alert(1)")()}}',
  '<a id="a-x" href="https://x.example" target="_blank" ping="//evil.example" rel="opener">x</a>',
  '[x](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)> [x]: javascript:alert(1)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+) ![a"onerror="alert(1)](x.png "b\'onerror=\'alert(1)")',
  '```"><script>alert(1)</script>\nx\n```\n\n    <script>alert(1)</script>\n',
  ']]><script>alert(1)</script> &lt;script&gt;alert(1)&lt;/script&gt; &#1; &#xD800; &#xFFFE; &#0;',
  '\u202Egnp.exe\u202C \u2066x\u2069 \uFFFE \uFDD0 \u0085 \u2028',
]

describe.each(formats)('%s', (format) => {
  test.each(vectors)('in the text, this is harmless: %s', (vector) => {
    const wrapped = {
      txt: `T\n\n2015-08-12\n\n${vector}`,
      md: `# T\n\n${vector}`,
      html: `<title>T</title><p>${vector}`,
    }
    expectHarmless(parse(`a.${format}`, wrapped[format]))
  })

  test.each(vectors)('in every field, this is harmless: %s', (vector) => {
    const line = vector.replaceAll('\n', ' ')
    const quoted = JSON.stringify(line)
    const attribute = line.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const fields = ['title', 'summary', 'author', 'topics', 'image', 'slug', 'lang', 'dir']
    const names = ['og:title', 'description', 'author', 'keywords', 'og:image', 'og:image:alt', 'slug', 'date']
    const wrapped = {
      txt: `${line}\n\n${line}\n\nBy ${line}\n\n2015-08-12\n\nText\n\n\n${line}\nSend us a correction`,
      md: `---\n${fields.map((name) => `${name}: ${quoted}`).join('\n')}\n---\n\n# ${line}`,
      html: `<html lang="${attribute}">${names.map((name) => `<meta name="${name}" content="${attribute}">`).join('')}<p>x`,
    }
    expectHarmless(parse(`a.${format}`, wrapped[format]))
  })
})

const mixture = fc
  .array(
    fc.oneof(fc.constantFrom(...vectors.flatMap((vector) => vector.split(/(?=<)/))), fc.string({ unit: 'binary' })),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

test.each(formats)('no mixture of %s runs or throws', (format) => {
  fc.assert(
    fc.property(mixture, (text) => expectHarmless(parse(`a.${format}`, text))),
    { numRuns: 150 },
  )
})

test('sanitizing a second time changes nothing', () => {
  fc.assert(
    fc.property(mixture, (html) => {
      const once = parse('a.html', `<title>T</title><div>${html}</div>`)
      if (!once.accepted) return
      const { feed } = renderBody(once.body, articleUrl)
      const twice = parse('a.html', `<title>T</title>${feed}`)
      if (!twice.accepted) throw new Error('our own HTML is rejected')
      const settled = renderBody(twice.body, articleUrl).feed
      const third = parse('a.html', `<title>T</title>${settled}`)
      expect(third.accepted && renderBody(third.body, articleUrl).feed).toBe(settled)
    }),
    { numRuns: 150 },
  )
})

test.each(formats)('no bytes make %s throw', (format) => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectHarmless(parse(`a.${format}`, bytes))))
})

/** Repeats a text up to the maximum size of an upload. */
const fill = (unit: string, bytes = maximumArticleBytes - 100) =>
  unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)))
const bombs: readonly (readonly [string, string])[] = [
  ...[
    '[',
    '![',
    '^[',
    '*a ',
    '**a',
    '`a',
    '> ',
    '- a\n',
    '# a\n',
    'a|b\n-|-\n',
    '<!--',
    '<b a=1><p>',
    '<div>',
    '<table>',
  ],
  ...[
    '<div><object></div></object>',
    '<form><div></form>',
    '<a ',
    '<p><b>',
    '<b></i>',
    '&',
    '&#0;',
    'a\n\n',
    'x',
    '\n',
    'é',
    '"',
    '\u00A0',
  ],
].map((unit) => [JSON.stringify(unit), fill(unit)] as const)
const marks: readonly (readonly [string, string])[] = [
  ...[
    '{{',
    '{%',
    '{{<',
    '{{%',
    '{#',
    '{:',
    '{{ x }}',
    '{% x %}',
    '{% raw %}',
    '{{< x >}}\n',
    '{% highlight x %}\n',
    '{% hint %}\n',
  ],
  ...[
    '{{% notice %}}\n',
    '[[',
    '[[a]]',
    '![[a',
    '[x y="',
    '[private]',
    '[code]\n',
    '[a]({{',
    '$',
    '$$',
    '$$a\n',
    '$a ',
    '\\(',
    '\\[a_\n',
  ],
  ...[
    '\\begin{a}\n',
    ':a:',
    ':::note\n',
    ':::a\n:::\n',
    '!!! note\n    ',
    '??? a\n',
    '> [!note]\n',
    '> [!tip]- ',
    '- [x] a\n\n',
    '==a',
    'a~b',
    'a^b^',
  ],
  ...[
    'a\n: b\n\n',
    ': b\n\n',
    '*[a]: b\n\n',
    '<A b={',
    '<A>\n',
    '<a b={c}>',
    '{a.b}',
    '{/*',
    'import a\n',
    'export const\n',
    '#a ',
    'a ^abcd\n\n',
  ],
  ...['<p a="{{', '<code>{{ a }}', '{.a', '[TOC]\n', '.. a::\n'],
].map((unit) => [JSON.stringify(unit), fill(unit)] as const)
const ladders: readonly (readonly [string, string])[] = [
  ['a ladder of backticks', Array.from({ length: 1900 }, (_, index) => '`'.repeat(index)).join('a')],
  ['lists within lists', Array.from({ length: 1900 }, (_, index) => `${' '.repeat(index)}- a`).join('\n')],
  ['attributes', `<a ${Array.from({ length: 200_000 }, (_, index) => `b${index}`).join(' ')}>`],
  ['repeated titles', `<title>T</title>${'<h1>T</h1>'.repeat(20_000)}`],
  ['titles with separators', `<title>${'a - '.repeat(200_000)}</title>${'<h1>a - a</h1>'.repeat(10_000)}`],
  ['nested styles', '<span style="font-weight:700">'.repeat(200).concat('x', '</span>'.repeat(200)).repeat(100)],
  ['list paragraphs', '<p class=MsoListParagraph style="mso-list:l0 level9 lfo1">x</p>'.repeat(12_000)],
  [
    'markers in list paragraphs',
    `<p class=MsoListParagraph>${'<span>'.repeat(200)}${'x<span>·</span>'.repeat(20_000)}`,
  ],
  ['style sheets', `<style>${'.a{b:c;'.repeat(100_000)}</style><span class=a>x</span>`],
  ['JSON-LD', `<script type="application/ld+json">${'[{"@graph":'.repeat(15_000)}</script>`],
  ['dates', '<time class=published>a</time>'.repeat(20_000)],
  ['parts of the frame', '<div class="sharedaddy x"><p>a b c d e f g h i j k l m</p></div>'.repeat(10_000)],
  ['nested bylines', '<div class=byline>'.repeat(200).concat('By A', '</div>'.repeat(200)).repeat(80)],
  ['lines of dates', '<p>3 February 2026</p>'.repeat(12_000)],
  ['names of authors', '<p itemprop=author><b itemprop=name>a</b></p>'.repeat(10_000)],
  ['long lines of the page', `<p>${'share this '.repeat(26)}</p>`.repeat(5000)],
  ['nested YAML', `---\na: ${'['.repeat(30_000)}\n---\nx`],
  ['YAML aliases', `---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nx`],
  ['YAML fields', `---\n${Array.from({ length: 2500 }, (_, index) => `k${index}: v`).join('\n')}\n---\n# x`],
  ['lines of one paragraph', '[TOC]\n'.repeat(30_000)],
  ['lines of one element', `<div>${'\n{{ a }}'.repeat(20_000)}`],
  ['nested TOML', `+++\n${'a.'.repeat(15_000)}b = 1\n+++\nx`],
  ['a table of a billion columns', '<title>T</title><table><tr><td colspan=999999999 rowspan=999999999>x</table>'],
]

/** Seconds of CPU time. A cold start on a busy machine needs some of them; quadratic work would take minutes. */
const longestWork = 10

describe.each(formats)('a bomb of %s takes little CPU time', (format) => {
  test.each([...bombs, ...(format === 'txt' ? [] : marks), ...ladders])('%s', (_, text) => {
    const before = process.cpuUsage()
    const parsed = parseUpload({ key: `articles/a.${format}`, bytes: Buffer.from(text) }, publication)
    if (parsed.accepted) renderBody(parsed.body, articleUrl)
    else expect(parsed.problems.some(({ severity }) => severity === 'error')).toBe(true)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(longestWork)
  })
})
