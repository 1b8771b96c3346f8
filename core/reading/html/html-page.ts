import type { Element } from 'hast'
import { resolveBase } from '../../html/base-address.ts'
import { parseHtml } from '../../html/parse-html.ts'
import type { Problem } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { cleanLine } from '../../text/clean-text.ts'
import { type DateReading, readDate } from '../../text/read-date.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { readFrontMatter, withFrontMatter } from '../front-matter/front-matter.ts'
import { readMarks } from '../front-matter/read-marks.ts'
import type { RawManuscript } from '../manuscript.ts'
import { type ConstructKind, constructProblem, leftOut } from '../markdown/constructs/construct.ts'
import { withoutTemplateCode } from '../markdown/constructs/template-html.ts'
import { removePrivateComments } from '../markdown/private-comments.ts'
import { withoutArchive } from './archived-copy.ts'
import { findArticle, leadImage } from './article-content.ts'
import { cleanContent } from './clean-content.ts'
import { edgeLines } from './edge-lines.ts'
import { statedAuthors } from './page-authors.ts'
import { type StatedDates, statedDates } from './page-dates.ts'
import { metadataOf, type PageMetadata } from './page-metadata.ts'
import { findTitle } from './page-title.ts'
import { privateMarks } from './private-marks.ts'

/**
 * Reads an HTML page or fragment: one that a person wrote, that a program exported or that a browser saved. Front matter, if
 * there is any, takes precedence over what the page says about itself.
 * @throws {TooComplexError}
 */
export function readHtmlPage(text: string, publication: Publication): RawManuscript {
  const front = readFrontMatter(text, publication, 'none')
  if (front.body === text && front.problems.length === 0) return readDocument(text, publication, undefined)
  // Empty lines in place of the front matter keep the positions of the elements below.
  return withFrontMatter(front, readDocument('\n'.repeat(front.bodyOffset) + front.body, publication, front.title))
}

/** @param fieldTitle title in the front matter */
function readDocument(text: string, publication: Publication, fieldTitle: string | undefined): RawManuscript {
  const template = readTemplate(text)
  const document = withoutArchive(resolveBase(parseHtml(template.html)))
  const metadata = metadataOf(document)
  const parts = findArticle(document)
  const names = [publication.title, publication.masthead].filter((name) => name !== undefined)
  const titled = fieldTitle === undefined ? metadata : { ...metadata, openGraphTitle: fieldTitle }
  const found = findTitle(document, parts, titled, names)
  const isRepeated = fieldTitle === undefined || isSameText(fieldTitle, found.title)
  const headings = isRepeated ? found.headings : new Set<Element>()
  const marks = readMarks(metadata.marks, publication)
  const otherMarks = privateMarks(document, parts.scope, metadata)
  const isDate = (line: string) => readDate(line, publication)?.instant !== undefined
  const { lines, byline } = edgeLines(parts.content, { headings, authors: metadata.authors, isDate })
  const stated = statedDates(parts.scope)
  const dated = byline === undefined ? stated : { ...stated, lines: [...stated.lines, byline.date] }
  const { date, updated, problems } = findDates(metadata, dated, publication)
  const authors = [metadata.authors, statedAuthors(parts.scope), byline === undefined ? [] : [byline.author]]
  const cleaned = cleanContent(document, parts, { headings, lines, summary: metadata.description })
  return {
    title: fieldTitle ?? found.title,
    summary: metadata.description,
    authors: authors.find((names) => names.length > 0) ?? [],
    topics: metadata.topics,
    date,
    updated,
    language: metadata.language,
    direction: metadata.direction,
    ...{ publishAt: marks.publishAt, expires: marks.expires },
    draft: marks.isHeldBack || otherMarks.length > 0,
    slug: metadata.slug,
    image: metadata.image ?? leadImage(parts),
    status: metadata.status,
    notice: metadata.notice,
    canonical: metadata.canonical,
    tree: { type: 'root', children: cleaned.children },
    problems: [...template.problems, ...problems, ...marks.problems, ...otherMarks, ...cleaned.problems],
  }
}

/** Pieces of template code. A receipt names fewer. */
const mostReported = 20

/** Removes template code and private comments. A whole page is the output of templates, so other braces in it are text. */
function readTemplate(text: string): { readonly html: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const isPage = /<html[\s>]/i.test(text)
  const comments = removePrivateComments(text, 0, isPage ? 'page' : 'fragment')
  const report = (kind: ConstructKind, code: string, row: number) => {
    const isFirst = problems.every(({ rule }) => rule !== kind)
    if (isFirst || problems.length < mostReported) problems.push(constructProblem(kind, code, leftOut, row + 1))
  }
  const html = withoutTemplateCode(comments.text, report, isPage)
  return { html, problems: [...comments.problems, ...problems] }
}

function isSameText(one: string, other = ''): boolean {
  return straightened(cleanLine(one)).toLowerCase() === straightened(cleanLine(other)).toLowerCase()
}

/** Finds the dates. An unreadable one is ignored: a program probably wrote it, so it is not the author's mistake. */
function findDates(
  metadata: PageMetadata,
  stated: StatedDates,
  publication: Publication,
): { date: string | undefined; updated: string | undefined; problems: readonly Problem[] } {
  const read = (texts: readonly string[]) =>
    texts.slice(0, mostDates).flatMap((text) => readDate(text, publication) ?? [])
  const published = read([...metadata.dates, ...stated.published])
  const lines = read(stated.lines).filter(isReal)
  const reading = published.find(isReal) ?? lines[0] ?? published[0]
  const change = read([...metadata.changes, ...stated.modified]).find(isReal)?.instant
  const isLater = change !== undefined && reading?.instant !== undefined && change > reading.instant
  return { date: reading?.instant, updated: isLater ? change : undefined, problems: reading?.problems ?? [] }
}

/** Texts that are read as dates. */
const mostDates = 50

function isReal({ instant }: DateReading): boolean {
  return instant !== undefined
}
