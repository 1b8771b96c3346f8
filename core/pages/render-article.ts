import { article as template } from '#templates/pages'
import type { Article, FullArticle } from '../articles/article.ts'
import { listingsOf } from '../articles/listing.ts'
import { articleFolder } from '../feeds/addresses.ts'
import { viewListing } from '../feeds/listing-view.ts'
import { showsImage } from '../html/shows-image.ts'
import { bannerText } from '../reading/correction-banner.ts'
import type { Site, SiteDocument } from '../site.ts'
import { articleLabel } from '../text/article-labels.ts'
import { articleCard } from './article-card.ts'
import { dayElement } from './dates.ts'
import { frame, renderPage } from './page-frame.ts'
import { pageOf } from './site-file.ts'
import { articleData } from './structured-data.ts'

export function renderArticle(site: Site, { article, body }: FullArticle): SiteDocument {
  const { publication } = site
  const card = articleCard(site, article)
  const folder = articleFolder(article.slug)
  const view = {
    ...frame(site, {
      folder,
      canonical: article.canonical,
      description: article.summary,
      image: article.image,
      language: article.language,
      related: listingsOf(article)
        .map((listing) => viewListing(publication, listing, article))
        .filter(({ kind }) => kind === 'topic' || kind === 'author'),
      jsonLd: articleData(site, article),
    }),
    article: {
      ...card,
      published: article.date,
      modified: article.updatedAt,
      body: body.page,
      standfirst: standfirstOf(article, body.text),
      image: article.image && showsImage(body.page, article.image.url) ? undefined : card.image,
      corrected: isCorrected(article) ? dayElement(publication, article.updatedAt) : undefined,
    },
  }
  return pageOf(folder, renderPage(template, view))
}

/**
 * Returns the summary, unless the body begins with it. Neither includes the banner of a correction, which is above them.
 * @param line the body's text in one line
 */
function standfirstOf(article: Article, line: string): string | undefined {
  const { language, notice = '', status } = article
  const banner = status && bannerText({ status, label: articleLabel(status, language), reason: notice })
  const summary = withoutStart(article.summary, banner)
  return summary === '' || opensWith(withoutStart(line, banner), summary) ? undefined : summary
}

/** A summary may be so short that it is only the start of the banner. */
function withoutStart(text: string, start = ''): string {
  if (start === '') return text
  if (text.startsWith(start)) return text.slice(start.length).trimStart()
  return text.endsWith('…') && start.startsWith(text.slice(0, -1)) ? '' : text
}

/**
 * Returns true if the body begins with the summary, which is often the first paragraph, perhaps shortened.
 * @param line the body's text in one line
 */
function opensWith(line: string, summary: string): boolean {
  const spaced = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
  return spaced(line).startsWith(spaced(summary).replace(/…$/, ''))
}

const day = 24 * 60 * 60 * 1000

/**
 * Returns true if an article changed after it went live. Backfill went live at its date, often without a time, so it must
 * have changed more than a day later.
 */
function isCorrected({ source, liveAt, updatedAt }: Article): boolean {
  if (liveAt === undefined) return false
  return Date.parse(updatedAt) - Date.parse(liveAt) > (source === 'news' ? 0 : day)
}
