import { digestTxt } from '#templates/mails'
import { textFrame } from '../mail/frame.ts'
import { layOutTables } from '../mail/lay-out-tables.ts'
import type { Site } from '../site.ts'
import { wrapLines, wrapText } from '../text/wrap-text.ts'
import type { ArticleView } from './view-article.ts'
import type { IssueView } from './view-issue.ts'

/** Renders the text part: the same content as the HTML part, wrapped, with numbered links that are listed at the end. */
export function renderIssueText(site: Site, view: IssueView): string {
  return digestTxt(viewIssueText(site, view))
}

/** Returns the values for the text template. */
export function viewIssueText(site: Site, view: IssueView) {
  const footnotes = createFootnotes()
  const text = (content: string) => layOut(content, footnotes)
  const titled = ({ title, url }: { readonly title: string; readonly url: string }) =>
    wrapText(`${title} ${footnotes.mark(url)}`)
  const corrections = view.corrections.map((each) => ({
    heading: wrapText(`${each.label}: ${each.title} ${footnotes.mark(each.url)}`),
    text: wrapText(`${each.text} ${view.words.correctionNote}`.trim()),
  }))
  const note = view.note && { title: wrapText(view.note.title), text: text(view.note.text) }
  const sections = view.sections.map(({ title, articles }) => ({
    title: title && underline(title),
    articles: articles.map((article) => ({ ...textOfArticle(article, footnotes), title: titled(article) })),
  }))
  const omitted = view.omitted && wrapText(`${view.omitted} ${footnotes.mark(view.issue.url)}`)
  const sponsor = view.sponsor && { label: wrapText(view.sponsor.label), text: text(view.sponsor.text) }
  const frame = { ...view, ...textFrame(site) }
  return { ...frame, corrections, note, sections, omitted, sponsor, links: footnotes.list() }
}

function textOfArticle({ inText: { about, summary, body } }: ArticleView, footnotes: Footnotes) {
  return { about, summary: body ? layOut(body, footnotes) : summary }
}

function layOut(text: string, footnotes: Footnotes): string {
  return layOutTables(footnoteLinks(text, footnotes), wrapLines)
}

function underline(title: string): string {
  const line = wrapText(title)
  return `${line}\n${'-'.repeat(Math.min(72, line.length))}`
}

/** Numbers the links of a plain text, which are listed at its end. */
type Footnotes = {
  /** Returns a mark such as `[3]`. The same address always has the same number. */
  mark(url: string): string
  /** Returns lines such as `[3] https://…`, in order. */
  list(): readonly string[]
}

function createFootnotes(): Footnotes {
  const urls: string[] = []
  return {
    mark: (url) => {
      if (!urls.includes(url)) urls.push(url)
      return `[${urls.indexOf(url) + 1}]`
    },
    list: () => urls.map((url, index) => `[${index + 1}] ${url}`),
  }
}

/** Replaces the links in the text of an article (`text <https://…>`) with footnotes. */
function footnoteLinks(text: string, footnotes: Footnotes): string {
  return text.replace(/<((?:https?|mailto|tel):[^<>\s]+)>/g, (_link, url: string) => footnotes.mark(url))
}
