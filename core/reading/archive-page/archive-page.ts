import type { Root } from 'hast'
import { elementsOf } from '../../html/tree.ts'
import { warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { readDate } from '../../text/read-date.ts'
import { checkParagraph } from '../check-paragraph.ts'
import type { RawManuscript } from '../manuscript.ts'
import { composeBody } from './body.ts'
import { readFooter } from './footer.ts'
import { readHeader } from './header.ts'
import { type ArchiveLine, splitLines, withoutRules } from './lines.ts'

/** @throws {TooComplexError} */
function checkParagraphs(body: Root): Root {
  for (const { children } of elementsOf(body)) {
    for (const child of children) if (child.type === 'text') checkParagraph(child.value)
  }
  return body
}

/**
 * Reads an archive page: a masthead, a title, a byline, dates, paragraphs, topics and a footer. Only the title and the
 * text are required. Markup is read as plain text.
 * @throws {TooComplexError}
 */
export function readArchivePage(text: string, publication: Publication): RawManuscript {
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
      warning('missing-date', 'No date was found; the article is dated by its upload.', {
        fix: 'Put a line with the date, such as "12 August 2015", below the title.',
      }),
    ],
  }
}
