import { mailColumn } from '../html/fit-picture.ts'
import { mailFrame, padPreheader } from '../mail/frame.ts'
import { placeholders } from '../mail/placeholders.ts'
import { changeAroundNames, markNames, markNamesInHtml } from '../name-value.ts'
import type { Site } from '../site.ts'
import { cleanLine, cleanText, cutAtWord } from '../text/clean-text.ts'
import { formatDay } from '../text/format-date.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { translate } from '../translated-text.ts'
import { arrangeArticles } from './arrange-articles.ts'
import type { Correction, Insert, Issue, IssueArticle } from './issue.ts'
import { composeCorrectionSubject, composeSubject } from './mail-subject.ts'
import { titleOf, viewArticle, viewDirection, viewImage } from './view-article.ts'

/** Pixels. The sponsor's text has margins of its own. */
const sponsorColumn = mailColumn - 32

/** How much of a variant a mail shows. It is reduced until the mail is small enough. */
export type Extent = {
  /** Number of articles shown; the others are only counted. */
  readonly articles: number
  /** How many of the articles, from the first, are shown with their full text if the issue has it. */
  readonly bodies: number
  /** Maximum length of a summary in UTF-16 code units. */
  readonly summary: number
}

/** The articles and corrections of a variant, at least one. */
export type VariantContents = {
  readonly articles: readonly IssueArticle[]
  readonly corrections: readonly Correction[]
}

export type IssueView = ReturnType<typeof viewIssue>

/** Returns the values for the templates. */
export function viewIssue(
  site: Site,
  issue: Issue,
  { articles, corrections }: VariantContents,
  messages: LocaleMessages,
  extent: Extent,
) {
  const { publication } = site
  const { settings } = issue
  const headlines = [...articles.map((article) => headlineOf(article, messages)), ...corrections.map(titleOf)]
  const titles = articles.length > 0 ? headlines.slice(0, articles.length) : headlines
  // A mail that only corrects or retracts must say so.
  const own = articles.some(({ status }) => status !== 'retracted') ? issue.note : undefined
  const ownSubject = own?.subject && markNames(cleanLine(own.subject))
  const subject =
    articles.length > 0
      ? (ownSubject ?? composeSubject(site, issue, titles, messages))
      : composeCorrectionSubject(corrections, messages)
  const shown = articles.slice(0, extent.articles)
  const omitted = articles.length - shown.length
  const day = formatDay({ language: messages.locale, timeZone: publication.timeZone }, issue.composedAt)
  return {
    ...mailFrame(site, messages, subject),
    preheader: padPreheader(
      own?.preheader === undefined ? preheader(titles, shown[0]?.summary ?? '') : markNames(own.preheader),
    ),
    issue: {
      digest: cleanLine(translate(settings.title, messages.locale, publication.language)),
      line: messages.digest.issueLine({ number: String(issue.number), date: day }),
      url: `${site.url}/issues/${issue.digest}/${issue.number}/`,
    },
    corrections: corrections.map((correction) => viewCorrection(correction, messages)),
    note: issue.note && hasContents(issue.note) && withNames(viewInsert(issue.note, mailColumn)),
    contents: viewContents(settings, shown, messages),
    sections: viewSections(site, issue, shown, messages, extent),
    omitted: omitted > 0 && messages.digest.moreOnTheWeb({ count: omitted }),
    sponsor: issue.sponsor && {
      ...viewInsert(issue.sponsor, sponsorColumn),
      label: sponsorLabel(issue.sponsor, messages),
    },
    words: messages.digest, // the name in the templates
    personal: placeholders,
  }
}

/** Returns the sections; the lead article is a section of its own. */
function viewSections(
  { publication }: Site,
  issue: Issue,
  shown: readonly IssueArticle[],
  messages: LocaleMessages,
  extent: Extent,
) {
  const { lead, sections } = arrangeArticles(
    shown,
    issue.settings.sections,
    [messages.locale, publication.language],
    messages.digest.otherArticles,
  )
  const view = (article: IssueArticle) =>
    viewArticle(publication, messages, issue.settings, article, {
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

/** Returns the title, and says that the article is retracted: the subject of a mail of retracted articles shows it. */
function headlineOf(article: IssueArticle, { digest }: LocaleMessages): string {
  const title = titleOf(article)
  return article.status === 'retracted' ? `${digest.retraction}: ${title}` : title
}

function preheader([, ...others]: readonly string[], summary: string): string {
  return cutAtWord(others.length > 0 ? others.join(' · ') : cleanLine(summary), 140)
}

/** The contents fit on the screen of a phone. */
const longestContents = { entries: 10, title: 48 } as const

/** Returns false if the mail has few articles, or if it is itself a list of headlines. */
function viewContents(
  { layout, contentsFrom }: Issue['settings'],
  shown: readonly IssueArticle[],
  { digest }: LocaleMessages,
) {
  if (layout === 'headlines' || shown.length < contentsFrom) return false
  const more = shown.length - longestContents.entries
  return {
    entries: shown.slice(0, longestContents.entries).map((article) => viewTitle(article)),
    more: more > 0 && digest.moreBelow({ count: more }),
  }
}

function viewTitle(article: IssueArticle) {
  const title = cutAtWord(titleOf(article), longestContents.title)
  return { title, url: article.url, ...viewDirection(article) }
}

function viewCorrection(correction: Correction, { digest: messages }: LocaleMessages) {
  const { kind, text, url } = correction
  return {
    label: kind === 'retracted' ? messages.retraction : messages.correction,
    title: titleOf(correction),
    text: cutAtWord(cleanLine(text), 1000),
    url,
    ...viewDirection(correction),
  }
}

/** A note may consist of a subject. */
function hasContents({ title, html, image }: Insert): boolean {
  return title !== undefined || html.trim() !== '' || image !== undefined
}

export function viewInsert(insert: Insert, column: number) {
  return {
    title: cleanLine(insert.title ?? ''),
    html: cleanText(insert.html),
    text: changeAroundNames(insert.text, cleanText),
    image: viewImage(insert.image, column, insert.html),
    ...viewDirection(insert),
  }
}

/** Marks the places of the reader's name in the title and the HTML of an insert. In its text, they are marked already. */
export function withNames<T extends Pick<ReturnType<typeof viewInsert>, 'title' | 'html'>>(insert: T): T {
  return { ...insert, title: markNames(insert.title), html: markNamesInHtml(insert.html) }
}

function sponsorLabel({ title }: Insert, { digest: messages }: LocaleMessages): string {
  return title ? messages.sponsoredBy({ name: cleanLine(title) }) : messages.sponsored
}
