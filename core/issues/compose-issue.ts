import type { Article } from '../articles/article.ts'
import type { DigestName, Publication } from '../publication.ts'
import type { Site } from '../site.ts'
import { formatDay } from './format-date.ts'
import type { Issue, IssueArticle } from './issue.ts'

/**
 * Freezes what is pending for a digest into its next issue: each article once, newest first. Articles that are not live
 * are left out. A pure function of its arguments, so composing twice gives the same issue.
 */
export function composeIssue(
  site: Site,
  digest: DigestName,
  number: number,
  articles: readonly Article[],
  composedAt: string,
): Issue {
  const unique = new Map(articles.map((article) => [article.id, article]))
  const live = [...unique.values()].flatMap((article) => freeze(site, article))
  return {
    digest,
    number,
    title: `${digestTitle(site.publication, digest)} #${number} · ${formatDay(site.publication, composedAt)}`,
    composedAt,
    articles: live.sort(byNewest),
  }
}

/** As configured; a digest that is no longer in publication.json goes by the publication's title. */
export function digestTitle(publication: Publication, digest: DigestName): string {
  return publication.digests[digest]?.title ?? publication.title
}

function freeze(site: Site, article: Article): IssueArticle[] {
  if (article.liveAt === undefined) return []
  const { id, guid, slug, title, summary, authors, topics, language, direction, date, image, liveAt } = article
  const url = `${site.url}/articles/${slug}/`
  return [{ id, guid, slug, title, summary, authors, topics, language, direction, date, image, url, liveAt }]
}

function byNewest(a: IssueArticle, b: IssueArticle): number {
  return b.liveAt.localeCompare(a.liveAt) || a.id.localeCompare(b.id)
}
