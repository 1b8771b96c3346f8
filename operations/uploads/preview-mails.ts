import PostalMime from 'postal-mime'
import type { FullArticle } from '../../core/articles/article.ts'
import { addressedDigests } from '../../core/articles/digest-marks.ts'
import { assembleMail } from '../../core/issues/assemble-mail.ts'
import { composeIssue } from '../../core/issues/compose-issue.ts'
import { personalParts } from '../../core/issues/personal-parts.ts'
import { renderVariant } from '../../core/issues/render-variant.ts'
import type { Site } from '../../core/site.ts'

/** A mail with one article, to a reader of all topics. */
export type PreviewMail = {
  readonly digest: string
  /** True if the article is mailed on its own. */
  readonly alone: boolean
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Of the whole mail, as it is handed to SES. */
  readonly bytes: number
  readonly warnings: readonly string[]
}

/**
 * Composes the mails in which readers get an article: one for each digest that takes it, on its own if it says so. Its
 * links to preferences and unsubscribing lead nowhere.
 */
export async function previewMails(full: FullArticle, site: Site, now: Date): Promise<readonly PreviewMail[]> {
  const { mail, source, status } = full.article
  const alone = mail === 'alone'
  if (source === 'backfill' || mail === 'none' || (alone && status === 'retracted')) return []
  const digests = addressedDigests(full.article, Object.keys(site.publication.digests))
  return Promise.all(digests.map((digest) => previewMail(full, digest, alone, site, now)))
}

async function previewMail(
  { article, body }: FullArticle,
  digest: string,
  alone: boolean,
  site: Site,
  now: Date,
): Promise<PreviewMail> {
  const isFull = alone || site.publication.digests[digest]?.layout === 'full-text'
  const extras = { ...(isFull && { bodies: new Map([[article.id, body]]) }), ...(alone && { alone }) }
  const issue = composeIssue(site, digest, 1, [article], now.toISOString(), extras)
  const settings = { ...issue.settings, clicks: undefined } // only the links of a stored issue lead on through the site
  const variant = renderVariant(site, { ...issue, settings }, [article.id])
  const { language } = site.publication
  const reader = { id: 'specimen', address: 'reader@example.org', topics: [], language }
  const tokens = { preferences: 'specimen', unsubscribe: 'specimen' }
  const mail = assembleMail(variant, personalParts(site, issue, reader, tokens, 1))
  const { subject = '', html = '', text = '' } = await PostalMime.parse(mail)
  const warnings = variant.warnings.map(({ message }) => message)
  return { digest, alone, subject, html, text, bytes: mail.byteLength, warnings }
}
