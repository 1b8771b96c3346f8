import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { elementsOf, lineOf } from '../../../../core/html/tree.ts'
import { pageFrame } from '../../../../core/reading/html/page-frame.ts'
import { accepted, rules } from '../sample.ts'

const sentence = 'The night mail left the harbour at nine, and the last letters were sorted on the way to the north. '
const prose = `<p>${sentence.repeat(8)}</p>`

function found(html: string, contentTag = 'body'): readonly string[] {
  const document = parseHtml(html)
  const elements = elementsOf(document)
  const content = elements.find(({ tagName }) => tagName === contentTag)
  const holders = new Set(elements.filter((element) => elementsOf(element).some(({ tagName }) => tagName === 'h1')))
  return [...pageFrame(content ?? document, holders).keys()].map((element) => lineOf(element))
}

test.each([
  `<header>Home</header>${prose}<footer>Imprint</footer>`,
  `<div class=site><header>Home</header><div><div>${prose}</div></div><footer>Imprint</footer></div>`,
  `<div id=header>Home</div><form><div class=page>${prose}</div></form><div id=footer><p>Imprint</p></div>`,
  `<table><tr><td id=menu>Home</td><td>${prose}</td></tr></table><div class=copyright>Imprint</div>`,
  '<header>Home</header><p>Short.</p><footer>Imprint</footer>',
])('the frame around the text of %s is found', (html) => {
  expect(found(html)).toEqual(['Home', 'Imprint'])
})

test.each([
  [`<header><h1>Night mail</h1></header>${prose}`, 'body'],
  [`<section><header>Part 1</header>${prose}</section>`, 'body'],
  [`<div id=header>${prose}</div>`, 'body'],
  [`<form>${prose}</form>`, 'body'],
  [`<div>${prose}<p class=menu>Soup, bread and tea</p></div>`, 'div'],
  [`<div>${prose}<aside>In 1838, the <a href=a>first</a> one ran.</aside></div>`, 'div'],
  [`<div>${prose}<aside class=footnote><a href="#m1">1</a> <a href=a>The first mail coach</a></aside></div>`, 'div'],
])('%s has no frame', (html, contentTag) => {
  expect(found(html, contentTag)).toEqual([])
})

test('forms and links in an aside are left out of a text, and reported', () => {
  const form = `<form><label>Your address</label><p>${'We write to you once a week and never sell it. '.repeat(2)}</p></form>`
  const html = `<title>T</title><article>${prose}${form}<aside><h3>Read on</h3><a href=a>The first mail coach of Bath</a></aside>${prose}</article>`
  expect(found(html, 'article')).toHaveLength(2)
  expect(rules(accepted('a.html', html))).toContain('removed-text')
})
