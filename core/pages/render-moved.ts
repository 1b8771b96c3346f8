import { moved } from '#templates/pages'
import type { Article } from '../articles/article.ts'
import { articleFolder, urlOf } from '../feeds/addresses.ts'
import type { Site, SiteDocument } from '../site.ts'
import { articleCard } from './article-card.ts'
import { frame, renderPage } from './page-frame.ts'
import { pageOf } from './site-file.ts'

/** Renders the page at the former address of an article. It redirects to the new address. */
export function renderMoved(site: Site, formerSlug: string, article: Article): SiteDocument {
  const folder = articleFolder(formerSlug)
  const { href, title, language, direction } = articleCard(site, article)
  const view = {
    ...frame(site, { folder, canonical: urlOf(site, articleFolder(article.slug)), movedTo: href }),
    moved: { href, title, language, direction },
  }
  return pageOf(folder, renderPage(moved, view))
}
