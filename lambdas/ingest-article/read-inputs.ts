import { isSuperseded } from '../../core/articles/apply-upload.ts'
import { isLive, type UploadRecord } from '../../core/articles/article.ts'
import { changesMailing } from '../../core/articles/digest-marks.ts'
import { articleId } from '../../core/articles/identity.ts'
import { pictureOpening } from '../../core/articles/limits.ts'
import type { LinkTargets } from '../../core/articles/links/resolve-links.ts'
import { adopt, relate } from '../../core/articles/moved-article.ts'
import { isMeasured, isPicture, type Picture, readPicture } from '../../core/articles/picture.ts'
import { fingerprintIn, type IngestInputs, relatedFingerprints } from '../../core/articles/plan-ingest.ts'
import type { IngestEvent } from '../../core/articles/read-event.ts'
import type { UploadReading } from '../../core/articles/read-upload.ts'
import { receiptPath, restoreRecord } from '../../core/articles/receipt.ts'
import type { UploadFact } from '../../core/articles/upload-fact.ts'
import type { ArticleLink } from '../../core/reading/article-links.ts'
import type { FileReference } from '../../core/reading/file-reference.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { readLinked } from './read-linked.ts'
import type { Services } from './services.ts'

type Inputs = Omit<IngestInputs, 'reading'> & {
  readonly reading: UploadReading
  /**
   * ETag of the upload that the receipt answers; empty if the upload was deleted. Undefined keeps the ETag of the
   * previous receipt.
   */
  readonly answered: string | undefined
  /** Whether the upload has neither a record nor a receipt so far. */
  readonly isFirst: boolean
  /** How many articles had taken the content of the upload when `relatives` were read. */
  readonly contentCount: number
}

/** Reads the upload, its record and the files that it refers to. Returns undefined if the event changes nothing. */
export async function readInputs(
  event: IngestEvent,
  services: Services,
  now: Date,
  slugsTaken: number,
): Promise<Inputs | undefined> {
  const { articles, site, uploads } = services
  const stored = await articles.get(articleId(event.key))
  const receipt = stored ? undefined : await uploads.getReceipt(receiptPath(event.key, 'json'))
  const previous = stored ?? (await restore(receipt))
  if (previous && 'sequencer' in event && isSuperseded(previous, event.sequencer)) return undefined
  const size = 'size' in event ? event.size : undefined
  const [upload, { readEvent }] = await Promise.all([
    event.kind === 'due' ? undefined : uploads.get(event.key, maximumArticleBytes, size),
    // The parsers of all formats: loading them takes almost as long as loading the rest of the Lambda.
    import('../../core/articles/read-event.ts'),
  ])
  const circumstances = { now, slugsTaken, site }
  const first = readEvent(event, upload, previous, circumstances)
  if (!first) return undefined
  const fingerprint = fingerprintIn(first.fact)
  const { relatives, contentCount } = await readRelatives(first.fact, previous, services)
  const relation =
    fingerprint === undefined ? undefined : relate(previous, { fingerprint, at: first.fact.at }, relatives)
  const isHeir = relation?.kind === 'heir'
  const base = isHeir ? adopt(previous, relation.of, event.key) : previous
  const reading = (isHeir ? readEvent(event, upload, base, circumstances) : undefined) ?? first
  const [{ missing, pictures }, targets] =
    relation?.kind === 'copy'
      ? [{ missing: [], pictures: new Map() }, new Map()]
      : await Promise.all([readFiles(reading.fact, services), readTargets(reading.links, services)])
  // The body contains the sizes of pictures and the addresses of other articles, so it is rendered again if there are any.
  const isAlone = pictures.size + targets.size === 0
  const complete = isAlone ? undefined : readEvent(event, upload, base, { ...circumstances, pictures, targets })
  const waiting = await readWaiting(reading.fact, base, services)
  const answered = event.kind === 'due' ? undefined : (upload?.etag ?? '')
  const isFirst = !stored && !receipt
  const content = { relatives, relation, contentCount }
  return { reading: complete ?? reading, previous, base, missing, ...content, answered, waiting, isFirst }
}

/** Finds out which digests have not taken an article, if the editor changes how it is mailed. */
async function readWaiting(fact: UploadFact, base: UploadRecord | undefined, { articles, site }: Services) {
  if (!base || fact.kind !== 'accepted' || !changesMailing(base, fact.manuscript)) return undefined
  return articles.listWaiting(base, Object.keys(site.publication.digests))
}

/**
 * Restores the record from the receipt, which still says which article an upload is if the tables were lost or emptied.
 */
async function restore(stored: Awaited<ReturnType<Services['uploads']['getReceipt']>>) {
  if (!stored) return undefined
  const { parseReceipt } = await import('../../core/articles/receipt-schema.ts')
  const receipt = parseReceipt(stored.body)
  return receipt && restoreRecord(receipt, stored.upload)
}

/** Reads the live articles to which an upload links, with their pages if links lead to places in them. */
async function readTargets(
  links: readonly ArticleLink[],
  { articles, bodies, holders }: Services,
): Promise<LinkTargets> {
  const keys = links.flatMap((link) => link.keys)
  const deep = new Set(links.filter(({ fragment }) => fragment !== undefined).flatMap((link) => link.keys))
  const live = (await readLinked(keys, { articles, holders })).flatMap(({ key, record }) =>
    isLive(record) ? [{ key, article: record.article }] : [],
  )
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

/** Reads the records of other uploads that have had the content of the upload or of its previous version. */
async function readRelatives(fact: UploadFact, previous: UploadRecord | undefined, services: Services) {
  const { articles, holders, uploads } = services
  const contents = await Promise.all(
    relatedFingerprints(fact, previous).map(async (each) => ({ each, ...(await holders.getContent(each)) })),
  )
  const fingerprint = fingerprintIn(fact)
  const original = previous?.copyOf?.key
  const ids = new Set(contents.flatMap((content) => content.ids))
  if (original !== undefined) ids.add(articleId(original))
  ids.delete(articleId(fact.key))
  const records = await articles.getAll([...ids])
  // A rebuild may read the copy before the original.
  const isLost = original !== undefined && !records.some(({ key }) => key === original)
  const restored = isLost ? await restore(await uploads.getReceipt(receiptPath(original, 'json'))) : undefined
  if (restored) records.push({ ...restored, articleState: 'published' })
  const content = contents.find(({ each }) => each === fingerprint)
  // A copy that was restored from its receipt has no fingerprint.
  const isUnchanged = previous?.revision ? previous.fingerprint === fingerprint : previous?.etag === fact.etag
  const relatives = await Promise.all(
    records.map(async (record) => {
      const isSame = content?.ids.includes(record.id) || (isUnchanged && record.key === original)
      const isConsidered = isSame && record.article !== undefined
      return { record, isSame, exists: isConsidered && (await uploads.look(record.key)) !== undefined }
    }),
  )
  return { relatives, contentCount: content?.count ?? 0 }
}
