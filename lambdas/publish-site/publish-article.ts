import type { ArticleStore } from '../../aws/articles/article-store.ts'
import type { holderStore } from '../../aws/articles/holder-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import type { Article, UploadRecord } from '../../core/articles/article.ts'
import { successorOf } from '../../core/articles/moved-article.ts'
import { articleFolder } from '../../core/feeds/addresses.ts'
import { renderArticle } from '../../core/pages/render-article.ts'
import { renderMoved } from '../../core/pages/render-moved.ts'
import { type BodyServices, readFullArticle } from './read-full-articles.ts'

export type ArticleServices = BodyServices & {
  readonly articles: ArticleStore
  readonly holders: ReturnType<typeof holderStore>
  readonly files: SiteStore
}

/**
 * Writes or removes the page of an upload's article, and returns the id of the article. The page of an article that a former
 * version moved leads to its new address.
 * @param isNew whether no page is expected yet; then none is looked up first
 */
export async function publishArticle(id: string, services: ArticleServices, isNew = false): Promise<string> {
  const { site, articles, files } = services
  const record = await articles.get(id)
  if (!record?.article) return id
  const { id: articleId, slug } = record.article
  const path = `${articleFolder(slug)}index.html`
  const build = async () => {
    const current = (await articles.find(articleId)) ?? record // its file may move in the meantime
    const { article, articleState } = current
    if (!article || articleState !== 'published') {
      const successor = await findSuccessor(current, services)
      return successor ? { put: [renderMoved(site, slug, successor)], remove: [] } : { put: [], remove: [path] }
    }
    return { put: [renderArticle(site, await readFullArticle(article, services))], remove: [] }
  }
  await files.replace([path], build, isNew ? {} : undefined)
  return articleId
}

/** Returns the live article that a withdrawn one was moved to, if there is one. */
async function findSuccessor(
  record: UploadRecord,
  { articles, holders }: ArticleServices,
): Promise<Article | undefined> {
  if (record.fingerprint === undefined) return undefined
  const records = await Promise.all((await holders.getContent(record.fingerprint)).ids.map((id) => articles.get(id)))
  return successorOf(
    record,
    records.filter((each) => each !== undefined),
  )
}
