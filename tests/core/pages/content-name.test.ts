import { expect, test } from 'vitest'
import { nameByContent } from '../../../core/pages/content-name.ts'

test('a file is named by its content', () => {
  const file = nameByContent('style', 'css', 'a')
  expect(file).toEqual({ path: 'style.ca978112ca1b.css', href: '/style.ca978112ca1b.css', body: 'a' })
  expect(nameByContent('style', 'css', 'b').path).not.toBe(file.path)
})
