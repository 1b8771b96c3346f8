import { expect, test } from 'vitest'
import { feedOf } from './feed-of.ts'

test('terms with definitions are a definition list', () => {
  const list =
    '<dl>\n<dt>Apple</dt>\n<dd>Fruit</dd>\n<dd>A *tree*</dd>\n<dt>Eel</dt>\n<dd>Fish\nof the river</dd>\n</dl>\n'
  const html = list.replace('*tree*', '<em>tree</em>')
  expect(feedOf('Apple\n: Fruit\n: A *tree*\n\nEel\n:   Fish\n    of the river')).toBe(html)
  expect(feedOf('Apple\n\n: Fruit\n\n: A *tree*\n\nEel\n\n: Fish\nof the river')).toBe(html)
})

test('a line that only begins with a colon is text', () => {
  expect(feedOf('Apple\n:)\n:tada')).not.toContain('<dl>')
})
