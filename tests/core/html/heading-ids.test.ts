import slugify from '@sindresorhus/slugify'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameHeadings } from '../../../core/html/heading-ids.ts'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { elementsOf, property } from '../../../core/html/tree.ts'

function name(html: string) {
  const tree = parseHtml(html)
  const made = nameHeadings(tree)
  return { made: [...made], ids: elementsOf(tree).flatMap((element) => property(element, 'id') ?? []) }
}

test('headings get different ids, which avoid those of the author', () => {
  expect(name('<h2>Fares</h2><h2>Fares</h2><p id="a-fares-2">x</p><h3>郵便</h3>')).toEqual({
    made: ['a-fares', 'a-fares-3', 'a-section'],
    ids: ['a-fares', 'a-fares-3', 'a-fares-2', 'a-section'],
  })
})

test('a heading keeps the id that its author gave it, and a repeated id stays once', () => {
  expect(name('<h2 id="x">Fares</h2><h2 id="x">Fares</h2>')).toEqual({ made: ['a-fares'], ids: ['x', 'a-fares'] })
})

test('thousands of equal headings take linear time', () => {
  const start = process.cpuUsage()
  expect(name('<h2>Fares</h2>'.repeat(10_000)).made).toHaveLength(2000)
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2)
})

test('the ids of plain words equal those that slugify makes', () => {
  const words = fc.stringMatching(/^[A-Za-z0-9]{1,9}( [A-Za-z0-9]{1,9}){0,4}$/)
  fc.assert(
    fc.property(words, (text) => {
      const heading = {
        type: 'element',
        tagName: 'h2',
        properties: {},
        children: [{ type: 'text', value: text }],
      } as const
      const [id] = nameHeadings({ type: 'root', children: [{ ...heading, children: [...heading.children] }] })
      expect(id).toBe(`a-${slugify(text, { decamelize: false })}`)
    }),
  )
})
