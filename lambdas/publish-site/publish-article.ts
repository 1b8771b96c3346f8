import type { ArticleStore } from '../../aws/articles/article-store.ts'
import type { holderStore } from '../../aws/articles/holder-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import { type Article, isLive, type UploadRecord } from '../../core/articles/article.ts'
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

type PublishedPage = {
  readonly articleId: string
  /**
   * Removes a page that was written after the article had been withdrawn, or restores one that was removed after the
   * article had come back. The others found the page as it should be, so its ETag does not show that this one came late.
   */
  readonly recheck: () => Promise<void>
}

/**
 * Writes or removes the page of an upload's article. The page of an article that a former version moved leads to its new
 * address.
 * @param isNew whether no page is expected yet; then none is looked up first
 */
export async function publishArticle(id: string, services: ArticleServices, isNew = false): Promise<PublishedPage> {
  const { site, articles, files } = services
  const record = await articles.get(id)
  if (!record?.article) return { articleId: id, recheck: async () => {} }
  const { id: articleId, slug } = record.article
  const path = `${articleFolder(slug)}index.html`
  const read = async () => (await articles.find(articleId)) ?? record // its file may move in the meantime
  let isShown = false
  const build = async () => {
    const current = await read()
    isShown = isLive(current)
    if (!isLive(current)) {
      const successor = await findSuccessor(current, services)
      return successor ? { put: [renderMoved(site, slug, successor)], remove: [] } : { put: [], remove: [path] }
    }
    return { put: [renderArticle(site, await readFullArticle(current.article, services))], remove: [] }
  }
  const { changed } = await files.replace([path], build, isNew ? {} : undefined)
  const recheck = async () => {
    if (changed.length > 0 && isLive(await read()) !== isShown) await files.replace([path], build)
  }
  return { articleId, recheck }
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
