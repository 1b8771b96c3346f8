import fc from 'fast-check'
import { expect, test } from 'vitest'
import { articleGuid, articleId, articleSlug, articleUrl } from '../../../core/articles/identity.ts'
import { alternativeSlug } from '../../../core/text/slug.ts'
import { publication } from '../reading/sample.ts'

/** Any UTF-16 code units, with lone surrogates. fast-check's own `binary` strings take a second to set up. */
const anyText = fc.uint16Array().map((units) => String.fromCharCode(...units))

test('an id is 24 hexadecimal digits and depends only on the key', () => {
  expect(articleId('articles/a.md')).toMatch(/^[0-9a-f]{24}$/)
  expect(articleId('articles/a.md')).toBe(articleId('articles/a.md'))
  expect(articleId('articles/a.md')).not.toBe(articleId('backfill/a.md'))
})

test('the guid of each key is a distinct tag URI', () => {
  expect(articleGuid('articles/a b/ü+%2F.md', publication)).toBe(
    'tag:gazette.example,2026:articles/a%20b/%C3%BC+%252F.md',
  )
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      // RFC 4151 section 2.1
      expect(articleGuid(one, publication)).toMatch(
        /^tag:gazette\.example,2026:(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*$/,
      )
      if (one !== other) expect(articleGuid(one, publication)).not.toBe(articleGuid(other, publication))
    }),
  )
})

test('a slug is neither empty nor long, and consists of letters, digits and hyphens', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
      const id = articleId(title)
      const slug = articleSlug({ title, slug: undefined }, id)
      for (const form of [slug, alternativeSlug(slug, id)]) {
        expect(form).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*$/u)
        expect(Buffer.byteLength(form)).toBeLessThanOrEqual(80)
      }
    }),
  )
})

test('a slug comes from the manuscript, or else from the title, or else from the id', () => {
  const id = 'abcdef0123456789abcdef01'
  expect(articleSlug({ title: 'T', slug: 'My own!' }, id)).toBe('my-own')
  expect(articleSlug({ title: 'U.S. tech groups press Obama', slug: undefined }, id)).toBe(
    'u-s-tech-groups-press-obama',
  )
  expect(articleSlug({ title: '郵便', slug: undefined }, id)).toBe('郵便')
  expect(articleSlug({ title: '🎉', slug: undefined }, id)).toBe('a-abcdef01')
})

test('a slug may be percent-encoded, as WordPress exports it', () => {
  expect(articleSlug({ title: 'T', slug: '%e9%83%b5%e4%be%bf-100%25' }, 'x')).toBe('郵便-100-percent')
  expect(articleSlug({ title: 'T', slug: '100%' }, 'x')).toBe('100-percent')
})

test('the URL of a page contains its slug percent-encoded', () => {
  expect(articleUrl({ url: 'https://a.example' }, '郵便')).toBe('https://a.example/articles/%E9%83%B5%E4%BE%BF/')
})
