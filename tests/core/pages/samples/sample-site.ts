import type { FullArticle } from '../../../../core/articles/article.ts'
import { listingsOf } from '../../../../core/articles/listing.ts'
import { viewListing } from '../../../../core/feeds/listing-view.ts'
import { renderMessagePage } from '../../../../core/pages/message-page.ts'
import { renderArticle } from '../../../../core/pages/render-article.ts'
import { renderIssueIndex, renderIssuePage } from '../../../../core/pages/render-issue.ts'
import { renderListing } from '../../../../core/pages/render-listing.ts'
import { renderMonth } from '../../../../core/pages/render-month.ts'
import { renderOverviews } from '../../../../core/pages/render-overviews.ts'
import { renderStatic } from '../../../../core/pages/render-static.ts'
import type { Site, SiteDocument } from '../../../../core/site.ts'

/** Renders every document of a site. @param articles newest first */
export function sampleSite(site: Site, articles: readonly FullArticle[]): readonly SiteDocument[] {
  const bare = articles.map(({ article }) => article)
  const listings = [...new Set(bare.flatMap(listingsOf))].map((listing) => {
    const members = articles.filter(({ article }) => listingsOf(article).includes(listing))
    return { view: viewListing(site.publication, listing, members[0]?.article), members }
  })
  const issues = [2, 1].map((number) => {
    return { digest: 'daily', number, title: `Daily digest #${number} · ${number + 1} February 2026`, articles: bare }
  })
  return [
    ...renderStatic(site),
    ...articles.map((full) => renderArticle(site, full)),
    ...listings.flatMap(({ view, members }) =>
      view.kind === 'month'
        ? renderMonth(
            site,
            view,
            members.map(({ article }) => article),
          ).put
        : renderListing(site, view, members).put,
    ),
    ...renderOverviews(
      site,
      listings.map(({ view, members }) => ({
        listing: view,
        count: members.length,
        updatedAt:
          members
            .map(({ article }) => article.updatedAt)
            .sort()
            .at(-1) ?? '',
      })),
    ),
    ...issues.map((issue) =>
      renderIssuePage(site, issue, { previous: issue.number > 1 ? issue.number - 1 : undefined }),
    ),
    renderIssueIndex(site, issues),
    preferences(site, bare[0]?.title ?? ''),
  ]
}

function preferences(site: Site, text: string): SiteDocument {
  const body = renderMessagePage(site, {
    title: text,
    paragraphs: [text, 'Another paragraph.'],
    forms: [
      {
        action: '/preferences?t=a.b',
        button: text,
        fields: [
          { kind: 'hidden', name: 't', value: text },
          { kind: 'text', name: 'timeZone', label: text, value: text, hint: 'Such as Europe/Berlin.' },
          { kind: 'select', name: 'digest', label: text, options: [{ value: text, label: text, chosen: true }] },
          { kind: 'checkboxes', name: 'topics', label: text, options: [{ value: text, label: text, chosen: true }] },
        ],
      },
      { action: '/unsubscribe?t=a.b', button: 'Unsubscribe', fields: [] },
    ],
  })
  return { path: 'preferences.html', contentType: 'text/html; charset=utf-8', cacheControl: 'no-store', body }
}
