import { digest, digestTxt } from '#templates/mails'
import type { Site } from '../site.ts'
import { type Words, wordsFor } from '../words.ts'
import { cleanLine, shortenLine } from './clean-line.ts'
import { digestTitle } from './compose-issue.ts'
import { formatArticleDate, formatDay } from './format-date.ts'
import type { Issue, IssueArticle } from './issue.ts'
import { mailFrame, textFrame } from './mail-frame.ts'
import { seams } from './personal.ts'
import { wrapText } from './wrap-text.ts'

/** A mail with its personal values still to be put in: `seams` stand for them. */
export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string }

/** What of a content set is shown, so that the mail stays small enough. */
export type Extent = {
  /** Articles shown; the others are only counted. */
  readonly articles: number
  /** UTF-16 code units. */
  readonly summary: number
}

const longestTitle = 300
const longestHeadline = 120

/** Renders an issue as mailed to everyone who gets just these of its articles (one at least). */
export function renderIssue(
  site: Site,
  issue: Issue,
  articles: readonly IssueArticle[],
  extent: Extent = { articles: articles.length, summary: 600 },
): RenderedMail {
  const { publication } = site
  const words = wordsFor(publication.language)
  const { digest: said } = words
  const titles = articles.map((article) => shortenLine(cleanLine(article.title), longestTitle))
  const subject = andMore(words, shortenLine(titles[0] ?? '', longestHeadline), articles.length - 1)
  const omitted = articles.length - extent.articles
  const views = articles.slice(0, extent.articles).map((article) => viewArticle(site, article, extent.summary))
  const view = {
    ...mailFrame(site, words, subject),
    preheader: shortenLine(titles.length > 1 ? titles.slice(1).join(' · ') : (views[0]?.summary ?? ''), 140),
    issue: {
      digest: cleanLine(digestTitle(publication, issue.digest)),
      line: said.issueLine({ number: String(issue.number), date: formatDay(publication, issue.composedAt) }),
      url: `${site.url}/issues/${issue.digest}/${issue.number}/`,
    },
    omitted: omitted > 0 && said.moreOnTheWeb({ count: omitted }),
    words: said,
    personal: seams,
  }
  return {
    subject,
    html: digest({ ...view, articles: views }),
    text: digestTxt({ ...view, ...textFrame(site), articles: views.map(wrapArticle) }),
  }
}

function andMore({ digest: said }: Words, title: string, count: number): string {
  return count === 0 ? title : said.andMore({ title, count })
}

type ArticleView = ReturnType<typeof viewArticle>

function viewArticle({ publication }: Site, article: IssueArticle, summary: number) {
  const about = [
    formatArticleDate(publication, article.date),
    listNames(article.authors, 3),
    listNames(article.topics, 5),
  ]
  return {
    title: shortenLine(cleanLine(article.title), longestTitle),
    about: about.filter((part) => part !== '').join(' · '),
    summary: shortenLine(cleanLine(article.summary), summary),
    url: article.url,
    language: article.language,
    direction: article.direction,
    align: article.direction === 'rtl' ? 'right' : 'left',
  }
}

function listNames(named: readonly { readonly name: string }[], most: number): string {
  const names = named.map(({ name }) => shortenLine(cleanLine(name), 60)).filter((name) => name !== '')
  return names.length > most ? `${names.slice(0, most).join(', ')}, …` : names.join(', ')
}

function wrapArticle(view: ArticleView): ArticleView {
  return { ...view, title: wrapText(view.title), about: wrapText(view.about), summary: wrapText(view.summary) }
}
