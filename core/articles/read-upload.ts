import type { ArticleBody } from '../html/body.ts'
import { renderBody } from '../html/render-body.ts'
import { refuseSize } from '../reading/decode-upload.ts'
import { type FileReference, fileAddress, fileReference, referencedFiles } from '../reading/file-reference.ts'
import { type ParsedUpload, parseUpload } from '../reading/parse-upload.ts'
import type { Site } from '../site.ts'
import { alternativeSlug } from '../text/slug.ts'
import type { UploadFact } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { articleId, articleSlug, articleUrl, contentHash, contentKey, fingerprintOf } from './identity.ts'
import { lintMail } from './lint-mail.ts'
import type { Pictures } from './picture.ts'

export type UploadOutcome = {
  readonly fact: UploadFact
  /** Of an accepted upload. */
  readonly body: ArticleBody | undefined
  /** Where the body is kept. */
  readonly contentKey: string | undefined
  /** As far as it could be told, also of a rejected upload. */
  readonly title: string | undefined
}

type Source = {
  readonly key: string
  readonly bytes: Uint8Array
  /** Bytes; more than there are in `bytes` when the upload was too large to fetch. */
  readonly size: number
  readonly contentType: string | undefined
  readonly etag?: string
}

/**
 * Reads an upload and says what it comes to, with the body rendered for the address the article has or will have.
 * @param slugsTaken how many of the slugs that it would like to have other articles turned out to have
 */
export function readUpload(
  source: Source,
  when: { readonly sequencer: string; readonly at: string },
  before: UploadRecord | undefined,
  slugsTaken: number,
  site: Site,
  pictures: Pictures = new Map(),
): UploadOutcome {
  const { key, etag } = source
  const parsed = parse(source, site)
  if (!parsed.accepted) {
    const fact: UploadFact = { kind: 'rejected', key, ...when, etag, problems: parsed.problems }
    return { fact, body: undefined, contentKey: undefined, title: parsed.title }
  }
  const { manuscript } = parsed
  const id = articleId(key)
  const known = before?.article?.slug
  const slug = chooseSlug(known, articleSlug(manuscript, id), id, slugsTaken)
  const sizeOf = (address: string) => pictures.get(fileReference(address, key)?.path ?? '')
  const rendered = renderBody(parsed.body, articleUrl(site, slug), (address) => fileAddress(address, key), sizeOf)
  const body: ArticleBody = { ...rendered, siteUrl: site.url }
  const hash = contentHash(withoutAddress(body, site))
  const problems = [...parsed.problems, ...lintMail(body)]
  const words = body.text.split(/\s+/).filter(Boolean).length
  const files = referencedFiles(parsed.body, manuscript.image, key).map((file) => noteVersion(file, pictures))
  const fact: UploadFact = {
    ...{ kind: 'accepted', key, ...when, etag, manuscript, contentHash: hash, problems, words, slug, files },
    fingerprint: fingerprintOf(source.bytes),
    picture: manuscript.image && sizeOf(manuscript.image.url),
  }
  return { fact, body, contentKey: contentKey(id, hash), title: manuscript.title }
}

function noteVersion(file: FileReference, pictures: Pictures): FileReference {
  const picture = pictures.get(file.path)
  return picture ? { ...file, etag: picture.etag } : file
}

/** Those after the first hold the key's hash, but somebody may have asked for just these: there is always another one. */
function chooseSlug(known: string | undefined, wanted: string, id: string, slugsTaken: number): string {
  const choices = [...(known === undefined ? [] : [known]), wanted, alternativeSlug(wanted, id), `a-${id}`]
  return choices[slugsTaken] ?? `a-${id}-${slugsTaken}`
}

function parse(source: Source, site: Site): ParsedUpload {
  const refused = source.size > source.bytes.length ? refuseSize(source.size) : undefined
  return refused ? { accepted: false, problems: [refused] } : parseUpload(source, site.publication)
}

/** A site that moves does not correct its articles. */
function withoutAddress(body: ArticleBody, site: Site): ArticleBody {
  const strip = (text: string): string => text.replaceAll(site.url, '')
  return { page: strip(body.page), feed: strip(body.feed), email: strip(body.email), text: strip(body.text) }
}
