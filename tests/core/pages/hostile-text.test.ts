import { XmlDocument } from 'libxml2-wasm'
import { expect, test } from 'vitest'
import { readableText } from '../../../core/feeds/readable-text.ts'
import { elementsOf, parseHtml, textOf } from '../../support/html.ts'
import { sample, site } from '../feeds/samples.ts'
import { sampleSite } from './samples/sample-site.ts'

const attacks = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '{{publication.title}} {{{body}}}',
  ']]><x/> & &lt; \u2028 \0\u001B\uFFFE',
]

function attacked(text: string) {
  const hostile = sample({
    title: text,
    summary: text,
    authors: [{ slug: 'a', name: text }],
    topics: [{ slug: 't', name: text }],
    image: { url: `https://example.com/?${text}`, alt: text },
  })
  const publication = { ...site.publication, title: text, description: text }
  return sampleSite({ ...site, publication }, [hostile, sample({ slug: 'other' })])
}

const skeleton = new Map(attacked('harmless').map(({ path, body }) => [path, body]))

test.each(attacks)('%j adds no element or attribute to any page', (attack) => {
  for (const { path, body } of attacked(attack).filter((document) => document.path.endsWith('.html'))) {
    const { tree, errors } = parseHtml(body)
    expect([path, errors]).toEqual([path, []])
    expect(shapeOf(body), path).toEqual(shapeOf(skeleton.get(path) ?? ''))
    if (path === 'articles/hello/index.html') {
      expect(textOf(elementsOf(tree, 'h1')[0])).toBe(readableText(attack))
      expect(readableText(JSON.parse(textOf(elementsOf(tree, 'script')[0])).headline)).toBe(readableText(attack))
    }
  }
})

test.each(attacks)('%j leaves every XML document well-formed', (attack) => {
  for (const { path, body } of attacked(attack).filter((document) => /\.(xml|opml|svg)$/.test(document.path))) {
    expect(() => XmlDocument.fromString(body).dispose(), path).not.toThrow()
  }
})

/** Lists the elements of a document with the names of their attributes. */
function shapeOf(html: string): string[] {
  return elementsOf(parseHtml(html).tree).map(
    ({ tagName, properties }) => `${tagName} ${Object.keys(properties).join(' ')}`,
  )
}
