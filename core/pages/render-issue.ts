import { issues as issuesTemplate, issue as issueTemplate } from '#templates/pages'
import { hrefOf, issueFolder } from '../feeds/addresses.ts'
import type { Site, SiteDocument } from '../site.ts'
import { articleCard, type CardArticle } from './article-card.ts'
import { frame, renderPage } from './page-frame.ts'
import { pageOf } from './site-file.ts'

/** The parts of an issue that pages show. */
export type IssueSummary = {
  readonly digest: string
  readonly number: number
  /** It includes the date. */
  readonly title: string
}

/** @param place `previous`: the number of the issue before. `folder`: of a preview, which search engines must not list */
export function renderIssuePage(
  site: Site,
  issue: IssueSummary & { readonly articles: readonly CardArticle[] },
  place: { readonly previous?: number | undefined; readonly folder?: string } = {},
): SiteDocument {
  const { previous, folder = issueFolder(issue) } = place
  const view = {
    ...frame(site, { folder: place.folder === undefined ? folder : undefined }),
    issue: issueView(issue),
    previous: previous === undefined ? undefined : hrefOf(issueFolder({ ...issue, number: previous })),
    articles: issue.articles.map((article) => articleCard(site, article)),
  }
  return pageOf(folder, renderPage(issueTemplate, view))
}

/** Renders the overview of all issues. @param issues newest first */
export function renderIssueIndex(site: Site, issues: readonly IssueSummary[]): SiteDocument {
  const view = {
    ...frame(site, { folder: 'issues/' }),
    issues: issues.map(issueView),
  }
  return pageOf('issues/', renderPage(issuesTemplate, view))
}

function issueView(issue: IssueSummary) {
  return { title: issue.title, href: hrefOf(issueFolder(issue)) }
}
