import { expect, test } from 'vitest'
import { hasOutdatedLinks, linksToCheck } from '../../../../core/articles/links/recorded-links.ts'
import type { RecordedLink } from '../../../../core/reading/article-links.ts'
import { changedRecord } from '../sample-record.ts'

const target = changedRecord()
const { slug = '', contentKey = '' } = target.article ?? {}
const referrer = (link: Omit<RecordedLink, 'key'>, state: 'published' | 'rejected' = 'published') => ({
  ...changedRecord(),
  ...{ key: 'articles/other.md', state, links: [{ key: target.key, ...link }] },
})

test.each<[string, Omit<RecordedLink, 'key'>, boolean]>([
  ['it was not live when the link was read', {}, true],
  ['its slug was another', { slug: 'former' }, true],
  ['the link led to a place in another version', { slug, contentKey: 'former' }, true],
  ['the link leads to a place in this version', { slug, contentKey }, false],
  ['the link leads to its page', { slug }, false],
])('an article is checked again after the target has changed: %s', (_case, link, isOutdated) => {
  expect(linksToCheck({ key: target.key, record: target }, [referrer(link)])).toEqual(
    isOutdated ? ['articles/other.md'] : [],
  )
  expect(hasOutdatedLinks(referrer(link), [{ key: target.key, record: target }])).toBe(isOutdated)
})

test('neither a rejected upload nor the target itself is checked again', () => {
  expect(
    linksToCheck({ key: target.key, record: target }, [referrer({}, 'rejected'), { ...referrer({}), key: target.key }]),
  ).toEqual([])
})

test('a link to an upload that never existed is not outdated', () => {
  expect(hasOutdatedLinks(referrer({}), [])).toBe(false)
})

test('a link to an upload whose article was moved leads to that article', () => {
  const moved = { key: target.key, record: changedRecord({ key: 'articles/moved.md' }) }
  expect(hasOutdatedLinks(referrer({ slug }), [moved])).toBe(false)
  expect(linksToCheck(moved, [referrer({}), referrer({ slug })])).toEqual(['articles/other.md'])
})
