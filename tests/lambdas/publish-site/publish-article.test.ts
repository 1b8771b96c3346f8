import { expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import type { SiteChange } from '../../../core/site.ts'
import { type ArticleServices, publishArticle } from '../../../lambdas/publish-site/publish-article.ts'
import { sampleArticle, sampleSite } from '../../core/issues/sample-issue.ts'

const article = sampleArticle('article-1', { slug: 'harbour' })
const path = 'articles/harbour/index.html'

/** Publishes an article whose state changes after its page was built, and before that is written. */
async function publish(before: UploadRecord['articleState'], after: UploadRecord['articleState']) {
  let articleState = before
  const site = new Set(before === 'published' ? [] : [path])
  const record = () => ({ id: article.id, article, articleState, revision: 1 }) as UploadRecord
  const services = {
    site: sampleSite(),
    articles: { get: async () => record(), find: async () => record() },
    holders: {},
    bodies: { get: async () => ({ page: '<p>Ships.</p>', feed: '', email: '', text: '' }) },
    files: {
      replace: async (_paths: readonly string[], build: () => Promise<SiteChange>) => {
        const { put, remove } = await build()
        articleState = after
        for (const each of put) site.add(each.path)
        for (const each of remove) site.delete(each)
        return { changed: [path], etags: {} }
      },
    },
  }
  const { articleId, recheck } = await publishArticle(article.id, services as unknown as ArticleServices)
  expect(articleId).toBe(article.id)
  await recheck()
  return [...site]
}

test('a page that is written after its article was withdrawn is removed', async () => {
  expect(await publish('published', 'withdrawn')).toEqual([])
})

test('a page that is removed after its article has come back is restored', async () => {
  expect(await publish('withdrawn', 'published')).toEqual([path])
})

test('a page stays as it is while its article does', async () => {
  expect(await publish('published', 'published')).toEqual([path])
  expect(await publish('withdrawn', 'withdrawn')).toEqual([])
})
