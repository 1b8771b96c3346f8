import { createHash } from 'node:crypto'
import type { Problem } from '../problem.ts'
import type { Site } from '../site.ts'
import { type Issue, type IssueArticle, issueId } from './issue.ts'
import { issueHeaders } from './issue-headers.ts'
import { boundaryOf, encodeAlternative, type Piece } from './mime.ts'
import { type Extent, type RenderedMail, renderIssue } from './render-issue.ts'

/** Bytes. Gmail clips a mail at about 102 KB, and with it the unsubscribe link. */
export const maximumMailBytes = 100_000

/** Bytes kept free for the personal headers and values of any recipient. */
const personalBytes = 4_000

/** Everything that the mails to all recipients of the same articles of an issue have in common, encoded and ready. */
export type ContentSet = {
  readonly issue: Issue
  readonly site: Site
  readonly mail: RenderedMail
  /** Headers and body in order, without the personal headers. */
  readonly pieces: readonly Piece[]
  /** What an operator should know: the mail had to be shortened. */
  readonly warnings: readonly Problem[]
}

/**
 * @param articleIds as chosen for its recipients
 * @throws {Error} when the issue has none of the articles: nobody is mailed an empty digest
 */
export function renderContentSet(site: Site, issue: Issue, articleIds: readonly string[]): ContentSet {
  const chosen = new Set(articleIds)
  const articles = issue.articles.filter((article) => chosen.has(article.id))
  if (articles.length === 0) throw new Error(`${issueId(issue)} has none of the articles ${articleIds.join(', ')}`)
  const id = createHash('sha256')
    .update(JSON.stringify([issueId(issue), articleIds]))
    .digest('hex')
    .slice(0, 24)
  const encode = (extent: Extent): Encoded => {
    const mail = renderIssue(site, issue, articles, extent)
    const headers = Buffer.from(issueHeaders(site, issue, mail.subject), 'latin1')
    return { extent, mail, pieces: [headers, ...encodeAlternative(boundaryOf(id), mail.text, mail.html)] }
  }
  const { extent, mail, pieces } = shorten(articles, encode)
  return { issue, site, mail, pieces, warnings: warnOf(articles, extent) }
}

type Encoded = { readonly extent: Extent; readonly mail: RenderedMail; readonly pieces: readonly Piece[] }

const summaryLengths = [600, 300, 140] as const

/** Shortens summaries as little as will do; if that is not enough, leaves out articles from the end. */
function shorten(articles: readonly IssueArticle[], encode: (extent: Extent) => Encoded): Encoded {
  for (const summary of summaryLengths) {
    const encoded = encode({ articles: articles.length, summary })
    if (fits(encoded)) return encoded
  }
  const summary = Math.min(...summaryLengths)
  let most = encode({ articles: 1, summary })
  let tooMany = articles.length
  while (tooMany - most.extent.articles > 1) {
    const middle = encode({ articles: Math.floor((most.extent.articles + tooMany) / 2), summary })
    if (fits(middle)) most = middle
    else tooMany = middle.extent.articles
  }
  return most
}

function fits({ pieces }: Encoded): boolean {
  const bytes = pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : 0), 0)
  return bytes + personalBytes <= maximumMailBytes
}

function warnOf(articles: readonly IssueArticle[], extent: Extent): Problem[] {
  const omitted = articles.length - extent.articles
  if (omitted === 0 && extent.summary === summaryLengths[0]) return []
  const shortened = `summaries are cut to ${extent.summary} characters`
  const left = omitted === 0 ? '' : ` and ${omitted} of ${articles.length} articles are left to the issue's web page`
  return [
    {
      rule: 'mail-shortened',
      severity: 'warning',
      message: `To keep the mail from being clipped, ${shortened}${left}.`,
      fix: 'Send the digest more often, or write shorter summaries.',
    },
  ]
}
