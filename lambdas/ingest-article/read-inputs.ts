import { isSuperseded } from '../../core/articles/apply-upload.ts'
import { isLive, type UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { pictureOpening } from '../../core/articles/limits.ts'
import type { LinkTargets } from '../../core/articles/links/resolve-links.ts'
import { isMeasured, isPicture, type Picture, readPicture } from '../../core/articles/picture.ts'
import { type IngestInputs, relatedFingerprints } from '../../core/articles/plan-ingest.ts'
import type { IngestEvent } from '../../core/articles/read-event.ts'
import type { UploadReading } from '../../core/articles/read-upload.ts'
import { receiptPath, restoreRecord } from '../../core/articles/receipt.ts'
import type { UploadFact } from '../../core/articles/upload-fact.ts'
import type { ArticleLink } from '../../core/reading/article-links.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import type { Services } from './services.ts'

type Inputs = Omit<IngestInputs, 'reading' | 'related'> & {
  readonly reading: UploadReading
  /**
   * ETag of the upload that the receipt answers; empty if the upload was deleted. Undefined keeps the ETag of the
   * previous receipt.
   */
  readonly answered: string | undefined
}

/** Reads the upload, its record and the files that it refers to. Returns undefined if the event changes nothing. */
export async function readInputs(
  event: IngestEvent,
  services: Services,
  now: Date,
  slugsTaken: number,
): Promise<Inputs | undefined> {
  const { articles, site, uploads } = services
  const previous = (await articles.get(articleId(event.key))) ?? (await readRestored(event.key, services))
  if (previous && 'sequencer' in event && isSuperseded(previous, event.sequencer)) return undefined
  const size = 'size' in event ? event.size : undefined
  const [upload, { readEvent }] = await Promise.all([
    event.kind === 'due' ? undefined : uploads.get(event.key, maximumArticleBytes, size),
    // The parsers of all formats: loading them takes almost as long as loading the rest of the Lambda.
    import('../../core/articles/read-event.ts'),
  ])
  const circumstances = { now, slugsTaken, site }
  const reading = readEvent(event, upload, previous, circumstances)
  if (!reading) return undefined
  const [{ missing, pictures }, targets] = await Promise.all([
    readFiles(reading.fact, services),
    readTargets(reading.links, services),
  ])
  // The body contains the sizes of pictures and the addresses of other articles, so it is rendered again if there are any.
  const isAlone = pictures.size + targets.size === 0
  const complete = isAlone ? undefined : readEvent(event, upload, previous, { ...circumstances, pictures, targets })
  const answered = event.kind === 'due' ? undefined : (upload?.etag ?? '')
  return { reading: complete ?? reading, previous, missing, answered }
}

/**
 * Restores the record from the receipt, which still says which article an upload is if the tables were lost or emptied.
 */
async function readRestored(key: string, { uploads }: Services): Promise<UploadRecord | undefined> {
  const stored = await uploads.getReceipt(receiptPath(key, 'json'))
  if (!stored) return undefined
  const { parseReceipt } = await import('../../core/articles/receipt-schema.ts')
  const receipt = parseReceipt(stored.body)
  return receipt && restoreRecord(receipt, stored.upload)
}

/** Reads the live articles to which an upload links, with their pages if links lead to places in them. */
async function readTargets(links: readonly ArticleLink[], { articles, bodies }: Services): Promise<LinkTargets> {
  const keys = links.flatMap((link) => link.keys)
  const deep = new Set(links.filter(({ fragment }) => fragment !== undefined).flatMap((link) => link.keys))
  const live = (await articles.getAll(keys.map(articleId))).filter(isLive)
  const read = live.filter(({ key }) => deep.has(key)).slice(0, mostPages)
  const pages = new Map(
    await Promise.all(
      read.map(async ({ key, article }) => [key, (await bodies.get(article.contentKey)).page] as const),
    ),
  )
  return new Map(
    live.map(({ key, article: { slug, title, contentKey } }) => {
      const page = pages.get(key)
      return [key, { slug, title, contentKey, ...(page !== undefined && { page }) }]
    }),
  )
}

/** Pages of other articles that are read for one. The links to places in others lead to the tops of their pages. */
const mostPages = 20

/** Finds the missing files among those that an upload refers to, and reads the sizes of pictures, audio and video. */
async function readFiles(fact: UploadFact, { uploads }: Services) {
  const files = fact.kind === 'accepted' ? (fact.files ?? []) : []
  const pictures = new Map<string, Picture>()
  const read = async ({ key, path }: FileReference) => {
    const picture = isPicture(key) ? await uploads.open(key, pictureOpening) : undefined
    const file = picture ?? (await uploads.look(key))
    const opening = picture?.bytes ?? new Uint8Array()
    if (file && isMeasured(key)) pictures.set(path, readPicture(key, opening, file.size, file.etag))
    return file
  }
  const existing = await Promise.all(files.map(read))
  return { missing: files.filter((_file, index) => !existing[index]), pictures }
}

/** Reads the records of other articles that have had the content of the upload or of its previous version. */
export async function readRelated(
  { reading, previous }: Pick<Inputs, 'reading' | 'previous'>,
  { articles, holders }: Services,
): Promise<readonly UploadRecord[]> {
  const fingerprints = relatedFingerprints(reading.fact, previous)
  const ids = await Promise.all(fingerprints.map((each) => holders.listOfContent(each)))
  const all = new Set([...ids.flat(), ...(previous?.heirOf ? [previous.heirOf] : [])])
  all.delete(articleId(reading.fact.key))
  return articles.getAll([...all])
}
