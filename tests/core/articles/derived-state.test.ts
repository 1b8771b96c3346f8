import { describe, expect, test } from 'vitest'
import { isDerivedBody, isDerivedRow, keptBy, type TableRow } from '../../../core/articles/derived-state.ts'
import { changedRecord } from './sample-record.ts'

const kept = { articleIds: new Set(['kept']), contentKeys: new Set(['articles/x/closed.json']) }
const derived = (row: TableRow) => isDerivedRow(row, kept)

describe('a rebuild keeps', () => {
  test.each(['withdrawn', 'rejected'] as const)('an article whose newest upload is %s', (state) => {
    const record = changedRecord({ id: 'kept', state })
    expect(keptBy({ pk: 'article#kept', sk: 'article', record }).articleIds).toContain('kept')
    expect(derived({ pk: 'article#kept', sk: 'article', record })).toBe(false)
  })

  test('the bodies in closed documents and those of the articles that it keeps', () => {
    const row = { pk: 'archive#publication', sk: 'document#1', articles: [{ contentKey: 'articles/x/closed.json' }] }
    expect(keptBy(row)).toEqual({ articleIds: [], contentKeys: ['articles/x/closed.json'] })
    expect(isDerivedBody('articles/x/closed.json', kept)).toBe(false)
    expect(isDerivedBody('articles/kept/1.json', kept)).toBe(false)
  })

  test.each<TableRow>([
    { pk: 'listing#publication', sk: '2026#kept', article: { id: 'kept' } },
    { pk: 'slug#t', sk: 'slug', articleId: 'kept' },
    { pk: 'due', sk: '2026-05-01T00:00:00.000Z#kept' },
    { pk: 'change#publication', sk: 'change' },
    { pk: 'listings', sk: 'publication' },
    { pk: 'deployment', sk: 'deployment' },
    { pk: 'content#1', sk: 'other' },
    { pk: 'article#other', sk: 'waiting' },
  ])('the row $pk $sk', (row) => {
    expect(derived(row)).toBe(false)
  })
})

describe('a rebuild deletes', () => {
  test.each<TableRow>([
    { pk: 'article#other', sk: 'article', record: changedRecord({ id: 'other' }) },
    { pk: 'listing#publication', sk: '2026#other', article: { id: 'other' } },
    { pk: 'slug#t', sk: 'slug', articleId: 'other' },
    { pk: 'due', sk: '2026-05-01T00:00:00.000Z#other' },
  ])('the row $pk $sk', (row) => {
    expect(derived(row)).toBe(true)
  })

  test('all other bodies', () => {
    expect(isDerivedBody('articles/other/1.json', kept)).toBe(true)
  })
})
