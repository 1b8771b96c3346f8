import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alternativeSlug, nameSlug, toSlug } from '../../../core/text/slug.ts'

test.each([
  ['U.S. tech groups press Obama', 'u-s-tech-groups-press-obama'],
  ['Über Größe', 'ueber-groesse'],
  ['Письма', 'pisma'],
  ['夜行郵便', ''],
])('the slug of %s is "%s"', (text, slug) => {
  expect(toSlug(text)).toBe(slug)
})

test('a long slug is cut at a word boundary', () => {
  expect(toSlug('railway '.repeat(20))).toBe('railway-'.repeat(10).slice(0, -1))
  expect(toSlug('x'.repeat(200))).toHaveLength(40)
})

test('topics and authors get a slug in any script', () => {
  expect(nameSlug('Ada Byron')).toBe('ada-byron')
  expect(nameSlug('郵便')).toMatch(/^n-[0-9a-f]{8}$/)
  expect(nameSlug('郵便')).not.toBe(nameSlug('便郵'))
})

test('an alternative slug ends with the start of the id and respects the maximum length', () => {
  const id = 'abcdef0123456789abcdef01'
  expect(alternativeSlug('letters', id)).toBe('letters-abcdef01')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (name) => {
      const slug = alternativeSlug(nameSlug(name), id)
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(80)
    }),
  )
})
