import type { ContentStore } from '../../aws/content-store.ts'
import type { Article, FullArticle } from '../../core/articles/article.ts'
import { moveBody } from '../../core/articles/move-body.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { Site } from '../../core/site.ts'

export type BodyServices = { readonly site: Site; readonly bodies: ContentStore<ArticleBody> }

/** Reads the body of an article. Addresses in it are changed to the present site URL. */
export async function readFullArticle(article: Article, { bodies, site }: BodyServices): Promise<FullArticle> {
  return { article, body: moveBody(await bodies.get(article.contentKey), site) }
}

/** Reads the bodies of articles, in the same order. */
export function readFullArticles(articles: readonly Article[], services: BodyServices): Promise<FullArticle[]> {
  return Promise.all(articles.map((article) => readFullArticle(article, services)))
}
