import type { Root } from 'hast'
import { elementsOf } from '../../html/tree.ts'
import { warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { cleanLine } from '../../text/clean-text.ts'
import { readDate } from '../../text/read-date.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { checkParagraph } from '../check-paragraph.ts'
import { readFrontMatter, withFrontMatter } from '../front-matter/front-matter.ts'
import type { RawManuscript } from '../manuscript.ts'
import { removePrivateComments } from '../markdown/private-comments.ts'
import { composeBody } from './body.ts'
import { readFooter } from './footer.ts'
import { readHeader } from './header.ts'
import { type ArchiveLine, splitLines, withoutRules } from './lines.ts'

/**
 * Reads an archive page: a masthead, a title, a byline, dates, paragraphs, topics and a footer. Only the title and the
 * text are required. Markup is read as plain text. Front matter, if there is any, takes precedence over the page.
 * @throws {TooComplexError}
 */
export function readArchivePage(text: string, publication: Publication): RawManuscript {
  const front = readFrontMatter(text, publication, 'marks')
  const { text: body, problems } = removePrivateComments(front.body, front.bodyOffset, 'plain')
  const reported = (page: RawManuscript) => ({ ...page, problems: [...problems, ...page.problems] })
  if (front.body === text && front.problems.length === 0) return reported(readPage(body, publication))
  // Empty lines in place of the front matter keep the numbers of the lines below.
  const below = '\n'.repeat(front.bodyOffset) + body
  const page = readPage(below, publication)
  const hasTitle = front.title === undefined || isSameTitle(front.title, page.title)
  return reported(
    withFrontMatter(front, withoutDateProblems(hasTitle ? page : readTextOnly(below, publication), front.date)),
  )
}

function isSameTitle(title: string, other: string | undefined): boolean {
  const comparable = (text: string) => straightened(cleanLine(text)).toLowerCase()
  return other !== undefined && comparable(title) === comparable(other)
}

/** @throws {TooComplexError} */
function checkParagraphs(body: Root): Root {
  for (const { children } of elementsOf(body)) {
    for (const child of children) if (child.type === 'text') checkParagraph(child.value)
  }
  return body
}

/** Reads a page whose title is only in its front matter: its first lines are text. */
function readTextOnly(text: string, publication: Publication): RawManuscript {
  const { topics, body } = readFooter(withoutRules(splitLines(text)), publication)
  return {
    authors: [],
    topics,
    tree: checkParagraphs(composeBody(body)),
    problems: readDates([], publication).problems ?? [],
  }
}

function withoutDateProblems(page: RawManuscript, date: string | undefined): RawManuscript {
  return date === undefined ? page : { ...page, problems: page.problems.filter(({ rule }) => !rule.endsWith('-date')) }
}

function readPage(text: string, publication: Publication): RawManuscript {
  const lines = withoutRules(splitLines(text))
  const header = readHeader(lines, publication)
  const footer = readFooter(header.rest, publication)
  const { date, updated, problems } = readDates(header.dates, publication)
  return {
    title: header.title,
    authors: header.authors,
    topics: footer.topics.length > 0 ? footer.topics : header.topics,
    date,
    updated,
    tree: checkParagraphs(composeBody(footer.body)),
    problems,
  }
}

function readDates(
  dates: readonly ArchiveLine[],
  publication: Publication,
): Pick<RawManuscript, 'date' | 'updated' | 'problems'> {
  const [first, second] = dates
  const date = first && readDate(first.text, publication)
  const updated = second && readDate(second.text, publication)
  const problems = (date?.problems ?? []).map((problem) => ({ ...problem, ...(first ? { line: first.number } : {}) }))
  if (date) return { date: date.instant, updated: updated?.instant, problems }
  return {
    problems: [
      warning('missing-date', 'No date was found; the article gets the date of its upload.', {
        fix: 'Put a line with the date, such as "12 August 2015", below the title.',
      }),
    ],
  }
}
