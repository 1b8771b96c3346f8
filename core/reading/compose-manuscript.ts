import type { Root } from 'hast'
import { elementsOf, textOf } from '../html/tree.ts'
import { type Problem, warning } from '../problem.ts'
import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { chooseDirection, chooseLanguage } from '../text/language.ts'
import { checkCanonical, checkImage, checkTitle, chooseNames, withoutAddress } from './check-fields.ts'
import { bannerText, type CorrectionBanner, composeBanner } from './correction-banner.ts'
import type { Manuscript } from './manuscript.ts'
import { authorOf, topicOf } from './names.ts'
import type { Reading } from './reading.ts'
import { firstParagraph, longestSummary, toSummary } from './summary.ts'
import type { UploadFormat } from './upload-key.ts'

/** Completes what was read: names in the publication's spelling, a summary, a language. An unusable title comes out empty. */
export function composeManuscript(
  reading: Reading,
  body: Root,
  format: UploadFormat,
  publication: Publication,
): {
  readonly manuscript: Manuscript
  readonly notice: CorrectionBanner | undefined
  readonly problems: readonly Problem[]
} {
  const title = checkTitle(reading.title ?? '', format)
  const { language, problems: languageProblems } = chooseLanguage(reading.language, publication.language)
  const topics = chooseNames('topic', reading.topics, (name) => topicOf(name, publication))
  const authors = chooseNames('author', reading.authors.map(withoutAddress), authorOf)
  const image = checkImage(reading.image)
  const canonical = checkCanonical(reading.canonical)
  const notice = composeBanner(reading.status, reading.notice, language)
  const summary = reading.summary ? toSummary(reading.summary) : firstParagraph(body)
  const manuscript: Manuscript = {
    title: title.value,
    // Lists and mails show the summary alone: it must not speak for what was taken back.
    summary: notice?.status === 'retracted' ? toSummary(`${bannerText(notice)} ${summary}`) : summary,
    authors: authors.value,
    topics: topics.value,
    language,
    direction: chooseDirection(reading.direction, language),
    date: reading.date,
    updated: reading.updated,
    draft: reading.draft ?? false,
    slug: reading.slug === undefined ? undefined : cleanLine(reading.slug.slice(0, 300)) || undefined,
    image: image.value,
    ...(notice && { status: notice.status }),
    ...(notice && notice.reason !== '' && { notice: notice.reason }),
    ...(canonical.value !== undefined && { canonical: canonical.value }),
  }
  const found = [title, topics, authors, image, canonical].flatMap(({ problems }) => problems)
  return { manuscript, notice, problems: [...found, ...languageProblems, ...lintText(reading, body, format)] }
}

/** Archive pages have no place for a summary, so theirs is not missed. */
function lintText(reading: Reading, body: Root, format: UploadFormat): readonly Problem[] {
  const problems: Problem[] = []
  const hasMedia = elementsOf(body).some(({ tagName }) => ['img', 'video', 'audio', 'a'].includes(tagName))
  if (!hasMedia && textOf(body).trim() === '') {
    problems.push(
      warning('empty-body', 'There is no text below the title.', { fix: 'Check that the whole article was saved.' }),
    )
  }
  if (format !== 'txt' && !reading.summary?.trim()) {
    const fix = format === 'md' ? 'Add summary: "…" to the front matter.' : 'Add <meta name="description" content="…">.'
    problems.push(warning('missing-summary', 'There is no summary; the first paragraph stands in for it.', { fix }))
  }
  if (reading.summary !== undefined && cleanLine(reading.summary).length > longestSummary) {
    const message = `The summary was cut after ${longestSummary} characters.`
    problems.push(warning('long-summary', message, { fix: 'Shorten it to a sentence or two.' }))
  }
  if (format !== 'txt' && reading.date === undefined) {
    const message = 'No date was given; the article is dated by its upload.'
    problems.push(warning('missing-date', message, { fix: 'Add the date, such as 2026-03-31.' }))
  }
  return problems
}
