import { type Article, isLive, type UploadRecord } from '../../core/articles/article.ts'
import { dueTime, isAfter } from '../../core/articles/compose-article.ts'
import type { LinkTarget, LinkTargets } from '../../core/articles/links/resolve-links.ts'
import { isMeasured, type Picture, readPicture } from '../../core/articles/picture.ts'
import { planIngest } from '../../core/articles/plan-ingest.ts'
import { readUpload, type UploadReading } from '../../core/articles/read-upload.ts'
import type { Receipt } from '../../core/articles/receipt.ts'
import { composeEntries } from '../../core/feeds/feed-entry.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import { renderArticle } from '../../core/pages/render-article.ts'
import type { ArticleLink } from '../../core/reading/article-links.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { Site } from '../../core/site.ts'
import { escapeHtml } from '../../core/text/escape-html.ts'
import { type PreviewMail, previewMails } from './preview-mails.ts'

/** An article that is not uploaded yet. */
export type GivenArticle = {
  /** The key under which it would be uploaded. */
  readonly key: string
  readonly bytes: Uint8Array
  /** The record of its key, if it would correct an article that is already there. */
  readonly previous?: UploadRecord | undefined
}

/** A file beside an article that exists. Its opening has at most `pictureOpening` bytes. */
export type PresentFile = { readonly opening: Uint8Array; readonly size: number; readonly etag: string }

/** What exists beside an article. */
export type Neighbours = {
  /** The files to which it refers, by key, as far as they exist. */
  readonly files?: ReadonlyMap<string, PresentFile> | undefined
  /** The live articles to which it links. */
  readonly targets?: LinkTargets | undefined
}

export type ArticlePreview = {
  /** The receipt that an upload would get. */
  readonly receipt: Receipt
  /** Undefined if the upload would be rejected. */
  readonly views: ArticleViews | undefined
}

/** An article as readers see it. A draft is shown as if it were published now, and a scheduled article as at its time. */
export type ArticleViews = {
  readonly article: Article
  /** The HTML document of its page, with the addresses of the site. */
  readonly page: string
  /** As an article of the digests that take it, or on its own. Empty if it is never mailed. */
  readonly mails: readonly PreviewMail[]
  /** Its text without markup, in one line. The mails have texts with lines and links. */
  readonly text: string
  /** What feed readers show. */
  readonly feed: FeedView
  /** Files to which it refers, whether they exist or not. Their addresses are `<page>/<path>`. */
  readonly files: readonly FileReference[]
  /** The address of its page. */
  readonly url: string
}

export type FeedView = {
  readonly title: string
  /** HTML without a document around it. */
  readonly content: string
  readonly authors: readonly string[]
  /** An instant. */
  readonly date: string
}

/** Lists what must be looked up before an article can be previewed: the files and articles to which it refers. */
export function listReferences(
  given: GivenArticle,
  site: Site,
  now: Date,
): { readonly files: readonly FileReference[]; readonly links: readonly ArticleLink[] } {
  const { fact, links } = read(given, {}, site, now, true)
  return { files: filesOf(fact), links }
}

/** Returns the article as a target of links from others; undefined unless it would be published now. */
export function findTarget(given: GivenArticle, site: Site, now: Date): LinkTarget | undefined {
  const { plan, reading } = ingest(given, {}, site, now, false)
  if (!isLive(plan.record) || !reading.body) return undefined
  const { slug, title, contentKey } = plan.record.article
  return { slug, title, contentKey, page: reading.body.page }
}

/** Shows what an upload would become, without uploading it. The same arguments give the same preview. */
export async function previewArticle(
  given: GivenArticle,
  neighbours: Neighbours,
  site: Site,
  now: Date,
): Promise<ArticlePreview> {
  const isHeld = Boolean(markOf(given.key))
  const { plan, reading } = ingest(given, neighbours, site, now, false)
  const { plan: shown, reading: full } = isHeld ? ingest(given, neighbours, site, now, true) : { plan, reading }
  const { article, state } = shown.record
  if (!article || !full.body || state === 'rejected') return { receipt: plan.receipt, views: undefined }
  return { receipt: plan.receipt, views: await viewsOf(asLive(article, now), full.body, filesOf(full.fact), site, now) }
}

function markOf(key: string) {
  const role = classifyKey(key)
  return role.kind === 'article' ? role.mark : undefined
}

/** Reads an article and plans what ingest-article would do with it. @param isPreview true to ignore what holds it back */
function ingest(given: GivenArticle, neighbours: Neighbours, site: Site, now: Date, isPreview: boolean) {
  const reading = read(given, neighbours, site, now, isPreview)
  const missing = filesOf(reading.fact).filter(({ key }) => !neighbours.files?.has(key))
  const { previous } = given
  const alone = { relatives: [], relation: undefined }
  return { reading, plan: planIngest({ reading, previous, base: previous, missing, ...alone }, site) }
}

function read(
  { key, bytes, previous }: GivenArticle,
  { files = new Map(), targets }: Neighbours,
  site: Site,
  now: Date,
  isPreview: boolean,
): UploadReading {
  const isTooLarge = bytes.length > maximumArticleBytes
  const source = {
    ...{ key, bytes: isTooLarge ? new Uint8Array() : bytes, size: bytes.length },
    contentType: undefined,
  }
  const when = { sequencer: `${previous?.sequencer ?? '0'}F`, at: now.toISOString() } // newer than that of the record
  const readWith = (pictures?: ReadonlyMap<string, Picture>) =>
    readUpload(source, when, previous, 0, site, { pictures, targets, isPreview })
  const reading = readWith()
  const pictures = filesOf(reading.fact).flatMap(({ key: fileKey, path }) => {
    const file = isMeasured(fileKey) ? files.get(fileKey) : undefined
    return file ? [[path, readPicture(fileKey, file.opening, file.size, file.etag)] as const] : []
  })
  return pictures.length > 0 ? readWith(new Map(pictures)) : reading
}

function filesOf(fact: UploadReading['fact']): readonly FileReference[] {
  return fact.kind === 'accepted' ? (fact.files ?? []) : []
}

/** Returns the article as it will be when it is live. */
function asLive(article: Article, now: Date): Article {
  if (article.liveAt !== undefined) return article
  const at = now.toISOString()
  return { ...article, liveAt: isAfter(dueTime(article), at) ? dueTime(article) : at }
}

async function viewsOf(
  article: Article,
  body: ArticleBody,
  files: readonly FileReference[],
  site: Site,
  now: Date,
): Promise<ArticleViews> {
  const [entry] = composeEntries(site, [{ article, body }])
  const { title, summary, date, authors } = article
  return {
    article,
    page: renderArticle(site, { article, body }).body,
    mails: await previewMails({ article, body }, site, now),
    text: body.text,
    feed: {
      ...{ title, date, authors: authors.map(({ name }) => name) },
      content: entry?.content ?? `<p>${escapeHtml(summary)}</p>`,
    },
    files,
    url: entry?.url ?? site.url,
  }
}
