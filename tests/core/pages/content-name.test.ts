import { expect, test } from 'vitest'
import { nameByContent } from '../../../core/pages/content-name.ts'

test('the name of a file contains a hash of its content', () => {
  const file = nameByContent('style', 'css', 'a')
  expect(file).toEqual({ path: 'style.ca978112ca1b.css', href: '/style.ca978112ca1b.css', body: 'a' })
  expect(nameByContent('style', 'css', 'b').path).not.toBe(file.path)
})
