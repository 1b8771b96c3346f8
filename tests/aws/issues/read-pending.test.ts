import { expect, test } from 'vitest'
import { type PendingSources, readPending } from '../../../aws/issues/read-pending.ts'
import type { UploadRecord } from '../../../core/articles/article.ts'
import type { PendingMark } from '../../../core/issues/issue-contents.ts'
import type { Site } from '../../../core/site.ts'
import { sampleArticle, sampleSite } from '../../core/issues/sample-issue.ts'

/** Returns stores in memory that record every read. */
function memoryStores(site: Site, marks: readonly PendingMark[]): { reads: string[]; sources: PendingSources } {
  const reads: string[] = []
  const read = async <Value>(what: string, value: Value): Promise<Value> => {
    reads.push(what)
    return value
  }
  const record = (id: string) =>
    ({ article: sampleArticle(id), articleState: id === 'gone' ? 'withdrawn' : 'published' }) as UploadRecord // not read further
  return {
    reads,
    sources: {
      site,
      articles: { find: (id) => read(`article ${id}`, record(id)) },
      bodies: { get: (key) => read(`body ${key}`, { page: '', feed: '', email: '', text: '' }) },
      issues: { listPending: (digest, limit) => read(`pending ${digest} ${limit}`, marks) },
      inserts: { get: (digest, kind) => read(`insert ${digest} ${kind}`, undefined) },
      corrections: {
        list: (digest, limit) => read(`corrections ${digest} ${limit}`, [{ articleId: 'x', revision: 1 }]),
        listTaken: (id) => read(`taken ${id}`, [{ issueId: 'daily-1', correction: undefined }]),
        listRecent: (since, limit) =>
          read(`recent ${since} ${limit}`, [
            { articleId: 'x', correction: 'c', digest: 'daily', at: '2026-11-20T00:00:00.000Z' },
            { articleId: 'y', correction: 'c', digest: 'daily', at: '2026-11-20T00:00:00.000Z' },
          ]),
      },
    },
  }
}
const now = new Date('2026-11-21T00:00:00.000Z')
const marks: readonly PendingMark[] = [
  { order: '1', articleId: 'a', handling: undefined },
  { order: '2', articleId: 'b', handling: 'held' },
  { order: '3', articleId: 'gone', handling: undefined },
]

test('articles that are left out are not read, and neither are bodies of an excerpt digest', async () => {
  const { reads, sources } = memoryStores(sampleSite(), marks)
  const pending = await readPending('daily', sources, now)
  expect(reads).toEqual([
    ...['pending daily 80', 'article a', 'article gone'],
    ...['insert daily note', 'insert daily sponsor', 'corrections daily 100', 'recent 2026-05-22T00:00:00.000Z 100'],
    ...['article x', 'taken x', 'article y', 'taken y'],
  ])
  expect(pending.records.map((record) => record?.article?.id)).toEqual(['a', 'gone'])
  expect(pending.corrections).toMatchObject([{ pending: { articleId: 'x' }, taken: [{ issueId: 'daily-1' }] }])
  expect(pending.earlier.map(({ correction }) => correction.articleId)).toEqual(['y'])
  expect(pending.bodies.size).toBe(0)
})

test('a full-text digest reads the bodies of live articles only', async () => {
  const { daily } = sampleSite().publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const full = sampleSite({ digests: { daily: { ...daily, layout: 'full-text' } } })
  const { reads, sources } = memoryStores(full, marks)
  const pending = await readPending('daily', sources, now)
  expect(reads.filter((read) => read.startsWith('body'))).toEqual(['body bodies/a'])
  expect([...pending.bodies.keys()]).toEqual(['a'])
})
