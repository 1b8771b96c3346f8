import { warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { readDate } from '../../text/read-date.ts'
import type { Reading } from '../reading.ts'
import { composeBody } from './body.ts'
import { readHeader } from './header.ts'
import { type ArchiveLine, splitLines, withoutRules } from './lines.ts'
import { readTail } from './tail.ts'

/**
 * Reads a page of a plain-text archive: a masthead, a title, who wrote it and when, paragraphs, topics, a footer. Only
 * title and text have to be there. Nothing in it is markup.
 */
export function readArchivePage(text: string, publication: Publication): Reading {
  const lines = withoutRules(splitLines(text))
  const header = readHeader(lines, publication)
  const tail = readTail(header.rest, publication)
  const { date, updated, problems } = readDates(header.dates, publication)
  return {
    title: header.title,
    authors: header.authors,
    topics: tail.topics.length > 0 ? tail.topics : header.topics,
    date,
    updated,
    tree: composeBody(tail.body),
    problems,
  }
}

function readDates(
  dates: readonly ArchiveLine[],
  publication: Publication,
): Pick<Reading, 'date' | 'updated' | 'problems'> {
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
