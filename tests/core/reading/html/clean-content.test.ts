import { expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted, rules } from '../sample.ts'

const article = (html: string) => accepted('a.html', `<title>T</title>${html}`)
const read = (html: string) => renderBody(article(html).body, 'https://gazette.example/articles/t/').feed.trim()

test.each([
  ['<p><span style="font-weight:700">Oil</span> and <span style="font-style:italic">gas</span>', '<strong>', '<em>'],
  [
    '<style>.c3{font-weight:700}.c4{font-style:italic;color:#000}</style><p><span class=c3>Oil</span><span class="c1 c4">x</span>',
    '<strong>',
    '<em>',
  ],
  [
    '<p>10<span style="vertical-align:super">th</span><span style="text-decoration:line-through">x</span>',
    '<sup>',
    '<s>',
  ],
])('the styles of %s become elements', (html, one, other) => {
  expect(read(html)).toContain(one)
  expect(read(html)).toContain(other)
})

test('a heading is not emphasized twice, and the wrapper of a text copied from Google Docs is not bold', () => {
  expect(read('<h2><span style="font-weight:700">Oil</span></h2>')).not.toContain('strong')
  expect(read('<b style="font-weight:normal;" id="docs-internal-guid-1"><p>Oil</p></b>')).toBe('<p>Oil</p>')
  expect(read('<p><span style="mso-bidi-font-weight:bold;font-weight:400">Oil</span>')).not.toContain('strong')
})

test('headings and quotations that a program wrote as paragraphs become elements', () => {
  expect(read('<p class=MsoHeading7>Oil</p><p>x')).toContain('<h2>Oil</h2>')
  expect(read('<p role=heading aria-level=3>Oil</p><p>x')).toContain('<h2>Oil</h2>')
  expect(read('<p class=MsoQuote>Oil</p>')).toContain('Oil</blockquote>')
})

test('spacers and runs of no-break spaces disappear, and anchors and pictures stay', () => {
  expect(
    read('<p>Oil&nbsp;&nbsp; gas 5&nbsp;l</p><p><o:p>&nbsp;</o:p></p><p><br></p><p class=c1><span></span></p>'),
  ).toBe('<p>Oil gas 5\u00A0l</p>')
  expect(read('<p><img src="https://x.example/a.png" alt=a></p>')).toContain('<img')
  expect(
    renderBody(article('<p><a href="#n1">x</a></p><p><a name=n1></a></p><p>y').body, 'https://x.example/').page,
  ).toContain('id="a-n1"')
  expect(read('<pre>a&nbsp;&nbsp;b</pre>')).toBe('<pre>a\u00A0\u00A0b</pre>')
})

test('comments and tracked deletions of Word are left out and reported', () => {
  const html = `<p class=MsoNormal>The fare was <del cite="mailto:Ada" datetime="2026-01-02">three</del><ins cite="mailto:Ada">two</ins>
    pence<a style='mso-comment-reference:AB_1'>.</a><span class=MsoCommentReference><span><![if !supportAnnotations]><a
    class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[AB1]</a><![endif]></span></span></p>
    <div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><div id="_com_1" class=msocomtxt>
    <p class=MsoCommentText><a href="#_msoanchor_1" class=msocomoff>[AB1]</a>Check this</p></div></div></div>`
  expect(read(html).replace(/\s+/g, ' ')).toBe('<p>The fare was two pence.</p>')
  const messages = article(html)
    .problems.filter(({ rule }) => rule === 'removed-text')
    .map(({ message }) => message)
  expect(messages.join()).toContain('a deletion of a reviewer: "three"')
  expect(messages.join()).toContain('Check this')
})

test('comments of Google Docs are left out and reported, and footnotes stay', () => {
  const html = `<p><span>Oil</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>
    <div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>Of whales.</span></p></div>
    <div class=c9><p class=c5><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Check this</span></p><p><span>and that</span></p></div>`
  expect(read(html)).not.toMatch(/\[a\]|Check|and that/)
  expect(read(html)).toContain('Of whales.')
  expect(rules(article(html))).toContain('removed-text')
})

test('a deletion that is part of the text stays', () => {
  expect(read('<p><del>three</del> <ins>two</ins> pence')).toBe('<p><del>three</del> <ins>two</ins> pence</p>')
})

test('hidden text is left out, and reported if it has more than a few words', () => {
  const long = 'one two three four five six seven eight nine ten eleven twelve'
  for (const hidden of [
    'hidden',
    'style="display:none"',
    'style="mso-hide:all"',
    'class=sr-only',
    'aria-hidden=true',
  ]) {
    expect(read(`<p>Oil</p><p ${hidden}>Gas</p>`)).toBe('<p>Oil</p>')
    expect(rules(article(`<p>Oil</p><p ${hidden}>Gas</p>`))).not.toContain('removed-text')
    expect(rules(article(`<p>Oil</p><p ${hidden}>${long}</p>`))).toContain('removed-text')
  }
})

test('settings of Word in the text are not text', () => {
  expect(read('<xml><w:WordDocument>Normal 0 false</w:WordDocument></xml><p>Oil')).toBe('<p>Oil</p>')
})

test('parts of the page within the text are left out', () => {
  const widget =
    '<div class=subscription-widget-wrap-editor><p>Subscribe now</p></div><div class=sharedaddy>Share this:</div>'
  expect(read(`<article><p>Oil</p>${widget}<p>Gas</p></article>`)).toBe('<p>Oil</p><p>Gas</p>')
})

test('the header of a page stays if the title is in it', () => {
  expect(read('<body><header><h1>T</h1><p>A standfirst.</p></header><p>Oil</p><footer>Imprint</footer>')).toContain(
    'A standfirst.',
  )
})

test('an aside of a page is its frame, unless it is a footnote, and one of a fragment is text', () => {
  expect(read('<h1>T</h1><p>Oil</p><aside><p>Gas</p></aside>')).toContain('Gas')
  expect(read('<body><h1>T</h1><p>Oil</p><aside><p>Gas</p></aside></body>')).not.toContain('Gas')
  for (const role of ['role=doc-footnote', 'epub:type=footnote']) {
    expect(read(`<body><h1>T</h1><p>Oil</p><aside ${role}><p>Gas</p></aside></body>`)).toContain('Gas')
  }
})

test('a rule above or below the whole text is left out', () => {
  const divider = '<div class=section-divider><hr></div>'
  const html = `<section>${divider}<div><p>Oil</p></div></section><section>${divider}<p>Gas</p></section><hr>`
  expect(read(html).replace(/ class=""/g, '')).toBe(
    '<section><div></div><div><p>Oil</p></div></section><section><div><hr></div><p>Gas</p></section>',
  )
  expect(read('<hr><img src="https://x.example/a.png" alt=a><hr><p>Oil</p><p><br></p><hr>')).toMatch(
    /^<img[^>]*><hr><p>Oil<\/p>$/,
  )
})

test('tasks of Evernote keep their boxes, and headers of LibreOffice are left out', () => {
  expect(read('<ul><li data-checked="true"><div>Oil</div></li><li data-checked="false">Gas</li></ul>')).toBe(
    '<ul><li><div>☑ Oil</div></li><li>☐ Gas</li></ul>',
  )
  expect(read('<div><en-todo checked="true"></en-todo>Oil</div>')).toBe('<div>☑ Oil</div>')
  expect(read('<div title="header"><p>Page</p></div><p>Oil</p>')).toBe('<p>Oil</p>')
})

test('text beside the article is reported unless it is the frame of the page', () => {
  const long = '<p>one two three four five six seven eight nine ten eleven twelve</p>'
  const problems = (html: string) => rules(article(html)).filter((rule) => rule === 'removed-text')
  expect(problems(`<div>${long}</div><article><p>Oil</p></article>`)).toHaveLength(1)
  expect(problems(`<article><p>Standfirst</p>${long}<div class=entry-content><p>Oil</p></div></article>`)).toHaveLength(
    1,
  )
  const frame = `<header>${long}</header><nav>${long}</nav><aside>${long}</aside><div class=comments>${long}</div><footer>${long}</footer>`
  expect(problems(`${frame}<main><article><p>Oil</p></article></main>`)).toEqual([])
})
