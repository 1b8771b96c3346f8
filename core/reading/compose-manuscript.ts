import type { Root } from 'hast'
import { elementsOf, textOf } from '../html/tree.ts'
import { type Problem, warning } from '../problem.ts'
import type { Publication } from '../publication.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'
import { chooseDirection, chooseLanguage } from '../text/language.ts'
import { nameSlug } from '../text/slug.ts'
import type { Fixes } from './article-formats.ts'
import { checkCanonical, checkImage, checkTitle, chooseNames, withoutAddress } from './check-fields.ts'
import { bannerText, type CorrectionBanner, composeBanner } from './correction-banner.ts'
import { longestSummary } from './limits.ts'
import type { Author, Manuscript, RawManuscript } from './manuscript.ts'
import { firstParagraph, type OwnSummary, toSummary } from './summary.ts'
import { topicOf } from './vocabulary.ts'

/**
 * Checks a raw manuscript and completes it: topics in the publication's spelling, a summary, a language. An unusable
 * title becomes empty, with an error.
 */
export function composeManuscript(
  raw: RawManuscript,
  body: Root,
  fixes: Fixes,
  publication: Publication,
): {
  readonly manuscript: Manuscript
  readonly banner: CorrectionBanner | undefined
  readonly problems: readonly Problem[]
} {
  const title = checkTitle(raw.title ?? '', fixes.title)
  const { language, problems: languageProblems } = chooseLanguage(raw.language, publication.language)
  const topics = chooseNames('topic', raw.topics, (name) => topicOf(name, publication))
  const authors = chooseNames('author', raw.authors.map(withoutAddress), authorOf)
  const image = checkImage(raw.image === 'none' ? undefined : raw.image)
  const canonical = checkCanonical(raw.canonical)
  const banner = composeBanner(raw.status, raw.notice, language)
  const own = raw.summary ? undefined : firstParagraph(body)
  const summary = own?.summary ?? toSummary(raw.summary ?? '')
  const manuscript: Manuscript = {
    title: title.value,
    // Lists and mails show the summary without the banner, so the summary must say that the article was retracted.
    summary: banner?.status === 'retracted' ? toSummary(`${bannerText(banner)} ${summary}`) : summary,
    authors: authors.value,
    topics: topics.value,
    language,
    direction: chooseDirection(raw.direction, language),
    date: raw.date,
    ...(raw.isDatedByPath && { isDatedByPath: true }),
    updated: raw.updated,
    ...publicationTimes(raw),
    draft: raw.draft ?? false,
    slug: raw.slug === undefined ? undefined : cleanLine(raw.slug.slice(0, 300)) || undefined,
    image: image.value,
    ...(banner && { status: banner.status }),
    ...(banner && banner.reason !== '' && { notice: banner.reason }),
    ...(canonical.value !== undefined && { canonical: canonical.value }),
    ...raw.mailing,
  }
  const problems = [title, topics, authors, image, canonical].flatMap((field) => field.problems)
  return { manuscript, banner, problems: [...problems, ...languageProblems, ...lintText(raw, body, fixes, own)] }
}

function publicationTimes({ date, publishAt, expires }: RawManuscript): Pick<Manuscript, 'publishAt' | 'expires'> {
  const isLater = publishAt !== undefined && (date === undefined || Date.parse(publishAt) > Date.parse(date))
  return { ...(isLater && { publishAt }), ...(expires !== undefined && { expires }) }
}

function authorOf(name: string): Author {
  return { slug: nameSlug(name), name }
}

function lintText(raw: RawManuscript, body: Root, fixes: Fixes, own?: OwnSummary): readonly Problem[] {
  const problems: Problem[] = []
  const hasMedia = elementsOf(body).some(({ tagName }) => ['img', 'video', 'audio', 'a'].includes(tagName))
  if (!hasMedia && textOf(body).trim() === '') {
    problems.push(
      warning('empty-body', 'There is no text below the title.', { fix: 'Check that the whole article was saved.' }),
    )
  }
  if (fixes.summary !== undefined && own?.isSentence === false && problems.length === 0) {
    const used = own.summary === '' ? 'nothing is used instead' : `"${cutAtWord(own.summary, 60)}" is used instead`
    const message = `There is no summary, and the text has no sentence for one; ${used}.`
    problems.push(warning('missing-summary', message, { fix: fixes.summary }))
  }
  if (raw.summary !== undefined && cleanLine(raw.summary).length > longestSummary) {
    const message = `The summary was cut after ${longestSummary} characters.`
    problems.push(warning('long-summary', message, { fix: 'Shorten it to a sentence or two.' }))
  }
  if (fixes.date !== undefined && raw.date === undefined) {
    const message = 'No date was given; the article gets the date of its upload.'
    problems.push(warning('missing-date', message, { fix: fixes.date }))
  }
  return problems
}
