import { iconSvg, notFound, robotsTxt, unavailable } from '#templates/pages'
import { urlOf } from '../feeds/addresses.ts'
import { feedStylesheet } from '../feeds/feed-stylesheet.ts'
import type { Site, SiteDocument } from '../site.ts'
import { frame, renderPage } from './page-frame.ts'
import { renderSearchPage } from './render-search.ts'
import { scripts } from './scripts.ts'
import { errorPage, isLasting, lastingFile, siteFile } from './site-file.ts'
import { stylesheet } from './stylesheet.ts'

/** Renders the documents that depend on no article. */
export function renderStatic(site: Site): readonly SiteDocument[] {
  const [initial = ''] = site.publication.title
  const feedStyle = feedStylesheet(site.publication)
  return [
    lastingFile(stylesheet.path, 'css', stylesheet.body),
    lastingFile(feedStyle.path, 'css', feedStyle.body),
    errorPage('404.html', renderPage(notFound, frame(site, { folder: undefined }))),
    errorPage('503.html', renderPage(unavailable, frame(site, { folder: undefined }))),
    ...Object.values(scripts).map(({ path, body }) => lastingFile(path, 'js', body)),
    renderSearchPage(site),
    siteFile('robots.txt', 'txt', robotsTxt({ sitemapUrl: urlOf(site, 'sitemap.xml') })),
    siteFile('icon.svg', 'svg', renderPage(iconSvg, { initial })),
  ]
}

/** Returns the paths of the documents that every version writes under the same name. */
export function fixedPaths(documents: readonly SiteDocument[]): readonly string[] {
  return documents.filter((document) => !isLasting(document)).map(({ path }) => path)
}
