import { describe, expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { adopt, copiesOf, copiesToCheck, leave, relate, successorOf } from '../../../core/articles/moved-article.ts'
import { changedRecord } from './sample-record.ts'

type Changes = Parameters<typeof changedRecord>[0]
const recordOf = (name: string, changes: Changes = {}): UploadRecord =>
  changedRecord({
    ...{ id: name, key: `articles/${name}.md`, fingerprint: 'f', ...changes },
    article: { id: name, key: `articles/${name}.md`, title: name, ...changes?.article },
  })
const withdrawn = recordOf('w', { articleState: 'withdrawn' })
const present = (record: UploadRecord) => ({ record, isSame: true, exists: true })
const gone = (record: UploadRecord) => ({ record, isSame: true, exists: false })
const different = { title: 'Other', at: '2026-01-01T00:00:00.000Z', different: true } as const
const upload = { fingerprint: 'f', at: '2026-03-01T00:00:00.000Z' }
const kindOf = (...parameters: Parameters<typeof relate>) => relate(...parameters)?.kind

describe('an upload with the content of another one', () => {
  const live = recordOf('a')
  test.each<[string, UploadRecord, string | undefined]>([
    ['is live', live, 'copy'],
    ['is scheduled', recordOf('a', { articleState: 'scheduled', article: { liveAt: undefined } }), 'copy'],
    ['was live and is a draft now', recordOf('a', { articleState: 'draft' }), 'copy'],
    ['has changed later', recordOf('a', { fingerprint: 'g', at: '2026-04-01T00:00:00.000Z' }), 'copy'],
    ['had changed before', recordOf('a', { fingerprint: 'g', at: '2026-02-01T00:00:00.000Z' }), undefined],
    ['was never live', recordOf('a', { articleState: 'draft', article: { liveAt: undefined } }), undefined],
    ['is a copy itself', { ...withdrawn, copyOf: { key: 'articles/x.md' } }, undefined],
    ['is a different article now', { ...recordOf('a', { fingerprint: 'g' }), corrects: different }, undefined],
  ])('that %s', (_case, record, expected) => {
    expect(kindOf(undefined, upload, [present(record)])).toBe(expected)
  })

  test('is its heir if its file is gone, whether or not it is withdrawn already', () => {
    expect([kindOf(undefined, upload, [gone(live)]), kindOf(undefined, upload, [gone(withdrawn)])]).toEqual([
      'heir',
      'heir',
    ])
    expect(
      kindOf(undefined, upload, [gone(recordOf('a', { article: { liveAt: undefined }, articleState: 'draft' }))]),
    ).toBe(undefined)
  })

  test('is a twin if it is live itself', () => {
    expect([kindOf(live, upload, [present(recordOf('b'))]), kindOf(live, upload, [gone(recordOf('b'))])]).toEqual([
      'twin',
      undefined,
    ])
  })

  test('is its own article again if that had the same content', () => {
    expect(kindOf(withdrawn, upload, [gone(recordOf('a', { articleState: 'withdrawn' }))])).toBeUndefined()
    expect(
      kindOf({ ...withdrawn, fingerprint: 'g' }, upload, [gone(recordOf('a', { articleState: 'withdrawn' }))]),
    ).toBe('heir')
  })

  test('keeps the article that its receipt names', () => {
    const restored = { ...withdrawn, revision: 0, fingerprint: undefined }
    expect(kindOf(restored, upload, [gone(recordOf('a', { articleState: 'withdrawn' }))])).toBeUndefined()
    expect(kindOf(restored, upload, [present(live)])).toBe('twin')
  })

  test('belongs to the live one that went live first', () => {
    const older = recordOf('z', { article: { liveAt: '2026-01-01T00:00:00.000Z' } })
    expect(relate(undefined, upload, [present(withdrawn), present(live), present(older)])?.of.id).toBe('z')
  })
})

test('a copy is checked if its receipt no longer fits the original, or if the original is gone', () => {
  const live = recordOf('a')
  const { slug } = live.article ?? {}
  const copy: UploadRecord = {
    ...recordOf('b'),
    ...{ article: undefined, articleState: undefined, copyOf: { key: live.key, state: 'published', slug } },
  }
  const check = (record: UploadRecord, key = live.key) => copiesToCheck({ key, record }, [copy])
  expect([check(live), check(withdrawn, withdrawn.key)]).toEqual([[], []])
  const changes = [{ fingerprint: 'g' }, { articleState: 'withdrawn' }, { articleState: 'draft' }] as const
  for (const change of changes) expect(check({ ...live, ...change })).toEqual([copy.key])
  expect(check(recordOf('c'), live.key)).toEqual([copy.key])
  expect(
    copiesOf(live.key, [{ ...copy, key: 'articles/0.md', since: '2' }, { ...copy, since: '1' }, live]),
  ).toMatchObject([{ since: '1' }, { since: '2' }])
})

test('the heir has the identity, the place and the files of the article, and the other record keeps none of them', () => {
  const files = [{ key: 'articles/map.png', path: 'map.png' }]
  const live = { ...recordOf('a', { revision: 7 }), files }
  const heir = adopt(undefined, live, 'articles/new/b.md')
  expect(heir).toMatchObject({ article: { id: 'a', key: 'articles/new/b.md', guid: live.article?.guid }, revision: 0 })
  expect([heir.files, heir.formerFiles]).toEqual([[], files])
  expect(leave(live, heir.key)).toMatchObject({ state: 'withdrawn', revision: 8, movedTo: heir.key, moves: 1 })
  expect(leave(live, heir.key).article).toBeUndefined()
})

test('the successor of a withdrawn article is the live one whose key sorts first', () => {
  expect(successorOf(withdrawn, [recordOf('b'), recordOf('a'), withdrawn])?.title).toBe('a')
})

test('a live article has no successor, and a withdrawn article is no successor', () => {
  expect(successorOf(recordOf('a'), [recordOf('b')])).toBeUndefined()
  expect(successorOf(withdrawn, [recordOf('x', { articleState: 'withdrawn' })])).toBeUndefined()
})
