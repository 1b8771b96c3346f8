import { digest } from '#templates/mails'
import { type Mailing, mailingHeaders } from '../mail/mailing-headers.ts'
import { boundaryOf, encodeAlternative, type Piece } from '../mail/mime.ts'
import { fillNames } from '../name-value.ts'
import type { Problem } from '../problem.ts'
import type { Site } from '../site.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { type LocaleMessages, messagesFor } from '../text/locales.ts'
import { countLinks } from './counted-links.ts'
import { choiceOf, type Issue, issueId } from './issue.ts'
import { maximumMailBytes, personalBytes, personalNameBytes } from './limits.ts'
import { renderIssueText } from './render-issue-text.ts'
import { type Extent, type VariantContents, viewIssue } from './view-issue.ts'

/** A mail with `placeholders` where the personal parts are inserted later. */
export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string }

/** The encoded mail that all recipients of the same articles of an issue in one language share. */
export type Variant = {
  readonly issue: Issue
  readonly site: Site
  readonly mail: RenderedMail
  /** The subject with marks, if it contains the reader's name. */
  readonly namedSubject: string | undefined
  /** Whether a name may stand in a text that is written from right to left. */
  readonly isRtl: boolean
  /** Headers and body in order, without the personal headers. */
  readonly pieces: readonly Piece[]
  /** Warnings for the operator if the mail had to be shortened. */
  readonly warnings: readonly Problem[]
}

/**
 * Renders and encodes the variant of an issue for one choice of its contents.
 * @param choice ids of articles, and of corrections as `choiceOf` writes them
 * @param language of the recipients, BCP 47
 * @throws {Error} if the issue contains none of them, because an empty digest must never be mailed
 */
export function renderVariant(
  site: Site,
  issue: Issue,
  choice: readonly string[],
  language: string = site.publication.language,
): Variant {
  const ids = new Set(choice)
  const contents: VariantContents = {
    articles: issue.articles.filter((article) => ids.has(article.id)),
    corrections: issue.corrections.filter((correction) => ids.has(choiceOf(correction))),
  }
  if (contents.articles.length + contents.corrections.length === 0) {
    throw new Error(`${issueId(issue)} has none of the articles ${choice.join(', ')}`)
  }
  const messages = messagesFor(language, site.publication.language)
  const boundary = boundaryOf(nameOf(issue, choice, messages))
  const extents = listExtents(issue, contents)
  const encoded = findFitting(extents, (extent) => {
    const { subject, ...parts } = renderIssue(site, issue, contents, messages, extent)
    const mail = { ...parts, subject: fillNames(subject) }
    const namedSubject = mail.subject === subject ? undefined : subject
    const shared = namedSubject === undefined ? subject : undefined
    const headers = Buffer.from(mailingHeaders(site, mailingOf(issue, shared, messages)), 'latin1')
    return { extent, mail, namedSubject, pieces: [headers, ...encodeAlternative(boundary, mail.text, mail.html)] }
  })
  const { extent, ...rendered } = encoded
  const isRtl = messages.direction === 'rtl' || issue.note?.direction === 'rtl'
  return { issue, site, ...rendered, isRtl, warnings: warnIfShortened(contents, extents[0], extent) }
}

/** Renders the mail for all recipients of the same articles and corrections in one language. */
export function renderIssue(
  site: Site,
  issue: Issue,
  contents: VariantContents,
  messages: LocaleMessages,
  extent: Extent,
): RenderedMail {
  const view = viewIssue(site, issue, contents, messages, extent)
  const html = digest(view)
  // People read the addresses of the text part, so those stay.
  const counted = issue.settings.clicks ? countLinks(site, issue, html) : html
  return { subject: view.subject, html: counted, text: renderIssueText(site, view) }
}

function mailingOf(issue: Issue, subject: string | undefined, { locale: language }: LocaleMessages): Mailing {
  return { id: issueId(issue), digest: issue.digest, sender: issue.settings, subject, language, at: issue.composedAt }
}

function nameOf(issue: Issue, choice: readonly string[], { locale }: LocaleMessages): string {
  return fingerprint(JSON.stringify([issueId(issue), locale, choice]), 24)
}

type Encoded = Pick<Variant, 'mail' | 'namedSubject' | 'pieces'> & { readonly extent: Extent }

const summaryLengths = [600, 300, 140] as const
const [fullSummary, , shortSummary] = summaryLengths

/** Lists extents from everything that the digest shows down to the minimum, each smaller than the previous one. */
function listExtents({ settings }: Issue, { articles }: VariantContents): readonly Extent[] {
  const most = Math.min(articles.length, settings.maximumArticles)
  const bodies = articles.slice(0, most).filter(({ body }) => body !== undefined).length
  const countDown = (from: number, to: number) => Array.from({ length: Math.max(from - to + 1, 0) }, (_, n) => from - n)
  return [
    ...countDown(bodies, 1).map((count) => ({ articles: most, bodies: count, summary: fullSummary })),
    ...summaryLengths.map((summary) => ({ articles: most, bodies: 0, summary })),
    ...countDown(most - 1, 1).map((count) => ({ articles: count, bodies: 0, summary: shortSummary })),
  ]
}

/** Returns the first extent that fits, or the last one. The first usually fits; otherwise this is a binary search. */
function findFitting(extents: readonly Extent[], encode: (extent: Extent) => Encoded): Encoded {
  const [first = { articles: 1, bodies: 0, summary: shortSummary }] = extents
  let best = encode(first)
  if (fits(best)) return best
  let tooMuch = 0
  for (let enough = extents.length; enough - tooMuch > 1; ) {
    const middle = Math.floor((enough + tooMuch) / 2)
    const encoded = encode(extents[middle] ?? first)
    if (fits(encoded)) enough = middle
    else tooMuch = middle
    if (fits(encoded) || !fits(best)) best = encoded
  }
  return best
}

function fits({ pieces }: Encoded): boolean {
  const bytes = pieces.reduce((sum, piece) => {
    if (piece instanceof Uint8Array) return sum + piece.byteLength
    return sum + (piece.value === 'name' ? personalNameBytes : 0)
  }, 0)
  return bytes + personalBytes <= maximumMailBytes
}

function warnIfShortened({ articles }: VariantContents, full: Extent | undefined, extent: Extent): Problem[] {
  if (!full || (full.articles === extent.articles && full.bodies === extent.bodies && full.summary === extent.summary))
    return []
  const shortened = [
    ...(extent.bodies < full.bodies ? [`${extent.bodies} of ${articles.length} articles have their full text`] : []),
    ...(extent.summary < full.summary ? [`summaries are cut to ${extent.summary} characters`] : []),
    ...(extent.articles < full.articles
      ? [`${articles.length - extent.articles} of ${articles.length} articles are only on the issue's web page`]
      : []),
  ]
  return [
    {
      rule: 'mail-shortened',
      severity: 'warning',
      message: `To keep the mail from being clipped, ${shortened.join(' and ')}.`,
      fix: 'Send the digest more often, show excerpts instead of full texts, or write shorter summaries.',
    },
  ]
}
