import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { elementsOf } from '../../../../core/html/tree.ts'
import { classesOf, nameIn, words } from '../../../../core/reading/html/element-names.ts'

const element = (html: string) => {
  const found = elementsOf(parseHtml(html)).find(({ tagName }) => tagName === 'p')
  if (found === undefined) throw new Error('no paragraph')
  return found
}

test('names are compared as whole words, without regard to case', () => {
  const names = words('byline\n  entry-meta')
  expect(classesOf(element('<p class="ByLine big">'))).toEqual(['byline', 'big'])
  expect(nameIn(element('<p class="x Byline">'), names)).toBe('byline')
  expect(nameIn(element('<p id=byline>'), names)).toBe('byline')
  expect(nameIn(element('<p class="byline-note">'), names)).toBeUndefined()
})
