import type { ArticleBody } from '../html/body.ts'
import { renderBody } from '../html/render-body.ts'
import { fewOfEach } from '../problem.ts'
import type { ArticleLink } from '../reading/article-links.ts'
import { listMedia } from '../reading/article-media.ts'
import { refuseSize } from '../reading/decode-upload.ts'
import { type FileReference, fileAddress, fileReference, referencedFiles } from '../reading/file-reference.ts'
import { mailingRules } from '../reading/front-matter/read-mailing.ts'
import { heldBack } from '../reading/held-back.ts'
import { type ParsedUpload, parseUpload } from '../reading/parse-upload.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import type { UploadRecord } from './article.ts'
import { withLeadImage } from './article-files.ts'
import { checkBackfill, checkExpiry, checkMailSize, isExpired } from './check-article.ts'
import { chooseSlug } from './contested-slug.ts'
import { articleId, articleSlug, articleUrl, contentHash, contentKey, fingerprintOf, identityName } from './identity.ts'
import { type LinkTargets, resolveLinks } from './links/resolve-links.ts'
import type { Picture, Pictures } from './picture.ts'
import type { AcceptedFact, UploadFact } from './upload-fact.ts'

/** The result of reading an upload. */
export type UploadReading = {
  readonly fact: UploadFact
  /** The body of an accepted upload. */
  readonly body: ArticleBody | undefined
  /** The key under which to store the body. */
  readonly contentKey: string | undefined
  /** The title, if there is one, even if the upload is rejected. */
  readonly title: string | undefined
  /** Links that may lead to other articles. */
  readonly links: readonly ArticleLink[]
}

/** What exists beside the upload. */
export type Surroundings = {
  readonly pictures?: Pictures | undefined
  /** The live articles to which the upload links. */
  readonly targets?: LinkTargets | undefined
  /** True for a preview, which also shows an article that its name or folder holds back. */
  readonly isPreview?: boolean
}

type Source = {
  readonly key: string
  readonly bytes: Uint8Array
  /** Bytes of the object. If `bytes` is shorter, the upload was too large to fetch. */
  readonly size: number
  readonly contentType: string | undefined
  readonly etag?: string
}

type When = {
  readonly sequencer: string
  /** The instant of the upload. */
  readonly at: string
  /** The present instant, at which the article may have expired. Absent if it is that of the upload. */
  readonly now?: string
}

/**
 * Reads an upload and renders its body for the address that the article has or will have.
 * @param slugsTaken number of slugs that the article tried to claim and that belong to other articles
 */
export function readUpload(
  source: Source,
  { now, ...when }: When,
  previous: UploadRecord | undefined,
  slugsTaken: number,
  site: Site,
  { pictures = new Map(), targets = new Map(), isPreview = false }: Surroundings = {},
): UploadReading {
  const { key, etag } = source
  const role = classifyKey(key)
  if (role.kind === 'article' && role.mark && !isPreview) {
    return withoutBody({ kind: 'held', key, ...when, etag, problems: [heldBack(role.mark)] })
  }
  const parsed = parse(source, site)
  if (!parsed.accepted) {
    return withoutBody({ kind: 'rejected', key, ...when, etag, problems: parsed.problems }, parsed.title)
  }
  const present = now ?? when.at
  const fingerprint = fingerprintOf(source.bytes)
  const isReadAgain = previous?.revision ? previous.fingerprint === fingerprint : previous?.etag === etag
  const unclear = isReadAgain && previous ? [] : parsed.problems.filter(({ rule }) => mailingRules.has(rule))
  if (unclear.length > 0) {
    const problems = parsed.problems.map((each) =>
      unclear.includes(each) ? { ...each, severity: 'error' as const } : each,
    )
    return withoutBody({ kind: 'rejected', key, ...when, etag, problems }, parsed.manuscript.title)
  }
  const manuscript = { ...parsed.manuscript, draft: parsed.manuscript.draft || isExpired(parsed.manuscript, present) }
  const undated = checkBackfill(manuscript, key, previous)
  if (undated.length > 0) {
    const problems = [...undated, ...parsed.problems.filter(({ rule }) => rule !== 'missing-date')]
    // An article that has a date may have been moved here.
    const fact: UploadFact = { kind: 'rejected', key, ...when, etag, problems, fingerprint }
    return { fact, body: undefined, contentKey: undefined, title: manuscript.title, links: [] }
  }
  const id = previous?.article?.id ?? articleId(identityName(key, previous?.moves))
  const slug = chooseSlug(previous?.article?.slug, articleSlug(manuscript, id), id, slugsTaken)
  const sizeOf = (address: string) => pictures.get(fileReference(address, key)?.path ?? '')
  const resolved = resolveLinks(parsed.references, { key, slug, findTarget: parsed.findTarget }, targets, site)
  const placeFile = (address: string) =>
    resolved.urls.has(address) ? resolved.urls.get(address) : fileAddress(address, key)
  const rendered = renderBody(parsed.body, articleUrl(site, slug), placeFile, sizeOf, manuscript.language)
  const body: ArticleBody = { ...rendered, siteUrl: site.url }
  const hash = contentHash(withoutSiteUrl(body, site))
  const warnings = fewOfEach([...parsed.problems, ...resolved.problems])
  const problems = [...checkExpiry(manuscript, present), ...warnings, ...checkMailSize(body)]
  const words = body.text.split(/\s+/).filter(Boolean).length
  const files = referencedFiles(parsed.body, manuscript.image, key).map((file) => withVersion(file, pictures))
  const fact: AcceptedFact = {
    ...{ kind: 'accepted', key, ...when, etag, manuscript, contentHash: hash, problems, words, slug, files },
    links: resolved.links.length > 0 ? resolved.links : undefined,
    names: parsed.names,
    fingerprint,
    leads: parsed.leadImages
      .map((image) => ({ image, picture: sizeOf(image.url) }))
      .filter(({ picture }) => parsed.manuscript.image !== undefined || !isSmall(picture)),
    media: listMedia(parsed.body).map((media) => ({ ...media, ...bytesOf(sizeOf(media.url)) })),
  }
  return {
    fact: withLeadImage(fact, []),
    body,
    contentKey: contentKey(id, hash),
    title: manuscript.title,
    links: parsed.references,
  }
}

/** Returns true for a picture of the text that is too small to lead: it would be an icon beside the title. */
function isSmall({ width, height }: Partial<Picture> = {}): boolean {
  return width !== undefined && height !== undefined && (Math.min(width, height) < 100 || Math.max(width, height) < 200)
}

function bytesOf(file: Picture | undefined): { readonly bytes?: number } {
  return file ? { bytes: file.bytes } : {}
}

export function withoutBody(fact: UploadFact, title?: string): UploadReading {
  return { fact, body: undefined, contentKey: undefined, title, links: [] }
}

function withVersion(file: FileReference, pictures: Pictures): FileReference {
  const picture = pictures.get(file.path)
  return picture ? { ...file, etag: picture.etag } : file
}

function parse(source: Source, site: Site): ParsedUpload {
  const refusal = source.size > source.bytes.length ? refuseSize(source.size) : undefined
  return refusal ? { accepted: false, problems: [refusal] } : parseUpload(source, site.publication)
}

/** Removes the site's address before hashing, so that moving the site does not count as a correction of every article. */
function withoutSiteUrl(body: ArticleBody, site: Site): ArticleBody {
  const strip = (text: string): string => text.replaceAll(site.url, '')
  return { page: strip(body.page), feed: strip(body.feed), email: strip(body.email), text: strip(body.text) }
}
