import { boundaryOf, encodeAlternative, type Piece } from '../mail/mime.ts'
import type { Problem } from '../problem.ts'
import type { Site } from '../site.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { type LocaleMessages, messagesFor } from '../text/locales.ts'
import { choiceOf, type Issue, issueId } from './issue.ts'
import { maximumMailBytes, personalBytes } from './limits.ts'
import { issueHeaders } from './mail-headers.ts'
import { type Chosen, type Extent, type RenderedMail, renderIssue } from './render-issue.ts'

/** Everything that the mails to all recipients of the same articles of an issue in one language have in common, encoded. */
export type Variant = {
  readonly issue: Issue
  readonly site: Site
  readonly mail: RenderedMail
  /** Headers and body in order, without the personal headers. */
  readonly pieces: readonly Piece[]
  /** What an operator should know: the mail had to be shortened. */
  readonly warnings: readonly Problem[]
}

/**
 * @param choice ids as chosen for its recipients: of articles, and of corrections as `choiceOf` writes them
 * @param language theirs, BCP 47
 * @throws {Error} when the issue has none of them: nobody is mailed an empty digest
 */
export function renderVariant(
  site: Site,
  issue: Issue,
  choice: readonly string[],
  language: string = site.publication.language,
): Variant {
  const wanted = new Set(choice)
  const chosen: Chosen = {
    articles: issue.articles.filter((article) => wanted.has(article.id)),
    corrections: issue.corrections.filter((correction) => wanted.has(choiceOf(correction))),
  }
  if (chosen.articles.length + chosen.corrections.length === 0) {
    throw new Error(`${issueId(issue)} has none of the articles ${choice.join(', ')}`)
  }
  const words = messagesFor(language, site.publication.language)
  const boundary = boundaryOf(nameOf(issue, choice, words))
  const extents = listExtents(issue, chosen)
  const encoded = findFitting(extents, (extent) => {
    const mail = renderIssue(site, issue, chosen, words, extent)
    const headers = Buffer.from(issueHeaders(site, issue, mail.subject, words.locale), 'latin1')
    return { extent, mail, pieces: [headers, ...encodeAlternative(boundary, mail.text, mail.html)] }
  })
  const { mail, pieces } = encoded
  return { issue, site, mail, pieces, warnings: warnOf(chosen, extents[0], encoded.extent) }
}

function nameOf(issue: Issue, choice: readonly string[], { locale }: LocaleMessages): string {
  return fingerprint(JSON.stringify([issueId(issue), locale, choice]), 24)
}

type Encoded = { readonly extent: Extent; readonly mail: RenderedMail; readonly pieces: readonly Piece[] }

const summaryLengths = [600, 300, 140] as const
const [fullSummary, , shortSummary] = summaryLengths

/** From all that the digest shows to as little as there can be, each smaller than the one before. */
function listExtents({ settings }: Issue, { articles }: Chosen): readonly Extent[] {
  const most = Math.min(articles.length, settings.maximumArticles)
  const bodies = articles.slice(0, most).filter(({ body }) => body !== undefined).length
  const countDown = (from: number, to: number) => Array.from({ length: Math.max(from - to + 1, 0) }, (_, n) => from - n)
  return [
    ...countDown(bodies, 1).map((count) => ({ articles: most, bodies: count, summary: fullSummary })),
    ...summaryLengths.map((summary) => ({ articles: most, bodies: 0, summary })),
    ...countDown(most - 1, 1).map((count) => ({ articles: count, bodies: 0, summary: shortSummary })),
  ]
}

/** The first that fits, or the last. Usually that is the very first; otherwise it is found by halving. */
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
  const bytes = pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : 0), 0)
  return bytes + personalBytes <= maximumMailBytes
}

function warnOf({ articles }: Chosen, wanted: Extent | undefined, extent: Extent): Problem[] {
  if (
    !wanted ||
    (wanted.articles === extent.articles && wanted.bodies === extent.bodies && wanted.summary === extent.summary)
  )
    return []
  const shortened = [
    ...(extent.bodies < wanted.bodies ? [`${extent.bodies} of ${articles.length} articles have their full text`] : []),
    ...(extent.summary < wanted.summary ? [`summaries are cut to ${extent.summary} characters`] : []),
    ...(extent.articles < wanted.articles
      ? [`${articles.length - extent.articles} of ${articles.length} articles are left to the issue's web page`]
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
