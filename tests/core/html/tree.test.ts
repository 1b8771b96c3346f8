import { expect, test } from 'vitest'
import { parseHtml } from '../../../core/html/parse-html.ts'
import { elementsOf, headingLevel, lineOf, mapElements, property, textOf } from '../../../core/html/tree.ts'

const parse = (html: string) => parseHtml(`<body>${html}`, false)

test('elements are listed in document order, outermost first', () => {
  const names = elementsOf(parse('<div><p>a<b>c</b></p></div><hr>')).map(({ tagName }) => tagName)
  expect(names).toEqual(['html', 'head', 'body', 'div', 'p', 'b', 'hr'])
})

test('children are mapped before their parent', () => {
  const order: string[] = []
  mapElements(parse('<div><p>a</p></div>'), (element) => {
    order.push(element.tagName)
    return [element]
  })
  expect(order).toEqual(['head', 'p', 'div', 'body', 'html'])
})

test('mapping does not alter the original tree, and the result shares its unchanged nodes', () => {
  const tree = parse('<p>a</p><div>b</div>')
  const before = JSON.stringify(tree)
  const mapped = mapElements(tree, (element) => (element.tagName === 'p' ? [] : [element]))
  expect(JSON.stringify(tree)).toBe(before)
  const find = (name: string, root = tree) => elementsOf(root).find(({ tagName }) => tagName === name)
  expect(find('p', mapped)).toBeUndefined()
  expect(find('div', mapped)).toBe(find('div'))
})

test('comments are removed, and texts are mapped', () => {
  const mapped = mapElements(
    parse('<p>a<!-- b -->c</p>'),
    (element) => [element],
    (text) => text.toUpperCase(),
  )
  expect(textOf(mapped)).toBe('AC')
  expect(JSON.stringify(mapped)).not.toContain('comment')
})

test('the text of a tree has a space for each <br> and omits skipped elements', () => {
  expect(textOf(parse('a<br>b <sup>1</sup>'))).toBe('a b 1')
  expect(textOf(parse('a <sup>1</sup>'), ({ tagName }) => tagName === 'sup')).toBe('a ')
})

test('a property has its HTML form', () => {
  const [, , , element] = elementsOf(parse('<details class="a b" open title="x">'))
  if (!element) throw new Error('no element')
  expect(['className', 'open', 'title', 'id'].map((name) => property(element, name))).toEqual([
    'a b',
    'true',
    'x',
    undefined,
  ])
})

test('only h1 to h6 have a level', () => {
  expect(elementsOf(parse('<h1>a</h1><h6>b</h6><p>c</p>')).slice(3).map(headingLevel)).toEqual([1, 6, undefined])
})

test('the text in one line separates blocks but not the parts of a word', () => {
  expect(lineOf(parse('<p>One<b>ly</b>\n two.</p><ul><li>a<li>b</ul><table><tr><td>c<td>d</table>e<br>f'))).toBe(
    'Onely two. a b c d e f',
  )
})
