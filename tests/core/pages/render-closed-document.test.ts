import { expect, test } from 'vitest'
import { closedDocumentPaths, renderClosedDocument } from '../../../core/pages/render-closed-document.ts'
import { corrected, obama, site } from '../feeds/samples.ts'

const documents = renderClosedDocument(site, 'topic/asia', 2, [obama, corrected])
const paths = ['feed.xml', 'atom.xml', 'feed.json'].map((name) => `topics/asia/archives/2/${name}`)

test('a closed document is rendered in every format, newest article first', () => {
  expect(documents.map(({ path }) => path)).toEqual(paths)
  for (const { body } of documents) {
    expect(body.indexOf(corrected.article.guid)).toBeGreaterThan(0)
    expect(body.indexOf(corrected.article.guid)).toBeLessThan(body.indexOf(obama.article.guid))
  }
})

test('feed readers keep a closed document, and shared caches keep it for an hour', () => {
  for (const { cacheControl } of documents) expect(cacheControl).toMatch(/s-maxage=3600, immutable$/)
})

test('the paths of a closed document do not depend on its articles', () => {
  expect(closedDocumentPaths(site, 'topic/asia', 2)).toEqual(paths)
})
