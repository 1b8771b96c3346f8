import { describe, expect, test } from 'vitest'
import { chooseSlug, yieldSlug } from '../../../core/articles/contested-slug.ts'
import { changedRecord } from './sample-record.ts'

const id = 'abcdef0123456789abcdef01'

test('an article tries its present slug, its preferred one, and then any number of slugs made from its id', () => {
  const choices = (present: string | undefined) =>
    [0, 1, 2, 3, 4, 5].map((taken) => chooseSlug(present, 'same', id, taken))
  expect(choices(undefined)).toEqual(['same', 'same-abcdef01', `a-${id}`, `a-${id}-3`, `a-${id}-4`, `a-${id}-5`])
  expect(choices('present')).toEqual(['present', 'same', 'same-abcdef01', `a-${id}`, `a-${id}-4`, `a-${id}-5`])
})

describe('a contested slug', () => {
  const older = changedRecord({ key: 'articles/z.md', since: '2026-01-01T00:00:00.000Z' })
  const newer = changedRecord({ id, key: 'articles/b.md', since: '2026-01-02T00:00:00.000Z', etag: '"1"' })

  test('the older article gets a contested slug, and the newer one gets a suffix and is rebuilt', () => {
    expect(yieldSlug(newer, older)).toMatchObject({
      article: { slug: 't-abcdef01' },
      etag: undefined,
      revision: newer.revision + 1,
      touched: expect.arrayContaining(['publication', 'month/2026-01']),
    })
    expect(yieldSlug(older, newer)).toBeUndefined()
  })

  test('of two equally old articles, the one whose key sorts first gets the slug', () => {
    const [a, b] = [changedRecord({ key: 'articles/a.md' }), changedRecord({ id, key: 'articles/b.md' })]
    expect(yieldSlug(b, a)?.article?.slug).toBe('t-abcdef01')
    expect(yieldSlug(a, b)).toBeUndefined()
  })

  test('nothing changes if the owner already has another slug', () => {
    expect(yieldSlug(changedRecord({ ...newer, article: { slug: 'other' } }), older)).toBeUndefined()
  })
})
