import { digest } from '#templates/mails'
import { mailFrame } from '../mail/frame.ts'
import { placeholders } from '../mail/placeholders.ts'
import type { Site } from '../site.ts'
import { cleanLine, cleanText, cutAtWord } from '../text/clean-text.ts'
import { formatDay } from '../text/format-date.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { arrangeArticles } from './arrange-articles.ts'
import type { Correction, Insert, Issue, IssueArticle } from './issue.ts'
import { composeSubject } from './mail-subject.ts'
import { renderIssueText } from './render-issue-text.ts'
import { titleOf, viewArticle, viewDirection, viewImage } from './view-article.ts'

/** A mail with its personal values still to be put in: `placeholders` stand for them. */
export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string }

/** What of a content set is shown, so that the mail stays small enough. */
export type Extent = {
  /** Articles shown; the others are only counted. */
  readonly articles: number
  /** Of these, from the first on: how many with their full text, where the issue has it. */
  readonly bodies: number
  /** UTF-16 code units. */
  readonly summary: number
}

/** What everyone of a content set gets of an issue: one article or correction at least. */
export type Chosen = { readonly articles: readonly IssueArticle[]; readonly corrections: readonly Correction[] }

export type IssueView = ReturnType<typeof viewIssue>

/** Renders an issue as mailed to everyone who gets just these of its articles and corrections, in one language. */
export function renderIssue(
  site: Site,
  issue: Issue,
  chosen: Chosen,
  words: LocaleMessages,
  extent: Extent,
): RenderedMail {
  const view = viewIssue(site, issue, chosen, words, extent)
  return { subject: view.subject, html: digest(view), text: renderIssueText(site, view) }
}

/** What the templates fill in. */
export function viewIssue(
  site: Site,
  issue: Issue,
  { articles, corrections }: Chosen,
  words: LocaleMessages,
  extent: Extent,
) {
  const { publication } = site
  const { settings } = issue
  const headlines = [...articles, ...corrections].map(titleOf)
  const titles = articles.length > 0 ? headlines.slice(0, articles.length) : headlines
  const subject = composeSubject(site, issue, titles, words)
  const shown = articles.slice(0, extent.articles)
  const omitted = articles.length - shown.length
  const day = formatDay({ language: words.locale, timeZone: publication.timeZone }, issue.composedAt)
  return {
    ...mailFrame(site, words, subject),
    preheader: preheader(titles, shown[0]?.summary ?? ''),
    issue: {
      digest: cleanLine(settings.title),
      line: words.digest.issueLine({ number: String(issue.number), date: day }),
      url: `${site.url}/issues/${issue.digest}/${issue.number}/`,
    },
    corrections: corrections.map((correction) => viewCorrection(correction, words)),
    note: issue.note && viewInsert(issue.note),
    contents: shown.length >= settings.contentsFrom && shown.map((article) => viewTitle(article)),
    sections: viewSections(site, issue, shown, words, extent),
    omitted: omitted > 0 && words.digest.moreOnTheWeb({ count: omitted }),
    sponsor: issue.sponsor && { ...viewInsert(issue.sponsor), label: sponsorLabel(issue.sponsor, words) },
    words: words.digest,
    personal: placeholders,
  }
}

/** The leading article has a section to itself. */
function viewSections(
  { publication }: Site,
  issue: Issue,
  shown: readonly IssueArticle[],
  words: LocaleMessages,
  extent: Extent,
) {
  const { lead, sections } = arrangeArticles(
    shown,
    issue.settings.sections,
    publication.language,
    words.digest.otherArticles,
  )
  const view = (article: IssueArticle) =>
    viewArticle(publication, words, issue.settings, article, {
      isLead: article === lead,
      withBody: shown.indexOf(article) < extent.bodies,
      summary: extent.summary,
    })
  const all = lead ? [{ title: '', articles: [lead] }, ...sections] : sections
  return all.map(({ title, articles }) => ({
    title,
    articles: articles.map((article, index) => ({
      ...view(article),
      opens: index === 0 && (title !== '' || article === lead),
    })),
  }))
}

function preheader([, ...others]: readonly string[], summary: string): string {
  return cutAtWord(others.length > 0 ? others.join(' · ') : cleanLine(summary), 140)
}

function viewTitle(article: IssueArticle) {
  return { title: titleOf(article), url: article.url, ...viewDirection(article) }
}

function viewCorrection(correction: Correction, { digest: said }: LocaleMessages) {
  const { kind, text, url } = correction
  return {
    label: kind === 'retracted' ? said.retraction : said.correction,
    title: titleOf(correction),
    text: cutAtWord(cleanLine(text), 1000),
    url,
    ...viewDirection(correction),
  }
}

function viewInsert(insert: Insert) {
  return {
    title: cleanLine(insert.title ?? ''),
    html: cleanText(insert.html),
    text: cleanText(insert.text),
    image: viewImage(insert.image, insert.html),
    ...viewDirection(insert),
  }
}

function sponsorLabel({ title }: Insert, { digest: said }: LocaleMessages): string {
  return title ? said.sponsoredBy({ name: cleanLine(title) }) : said.sponsored
}
