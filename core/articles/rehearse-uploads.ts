import type { FileReference } from '../reading/file-reference.ts'
import { maximumArticleBytes } from '../reading/limits.ts'
import { nameOfKey } from '../reading/path/link-names.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import { isLive, type UploadRecord } from './article.ts'
import { composeFileReceipt, planCopies } from './article-files.ts'
import { longMailBytes, pictureOpening } from './limits.ts'
import { ownerOf } from './links/recorded-links.ts'
import type { LinkTarget, LinkTargets } from './links/resolve-links.ts'
import { relate } from './moved-article.ts'
import { isPicture, type Picture, readPicture } from './picture.ts'
import { fingerprintIn, type IngestPlan, planIngest } from './plan-ingest.ts'
import { readEvent } from './read-event.ts'
import type { UploadReading } from './read-upload.ts'
import type { Receipt } from './receipt.ts'

/** Files that would be uploaded together. */
export type GivenFiles = {
  /** Bytes of each file, by its key. */
  readonly sizes: ReadonlyMap<string, number>
  /** Returns at most `length` bytes from the start of a file. */
  readonly open: (key: string, length: number) => Uint8Array
}

/** What has been uploaded so far. */
type Rehearsal = GivenFiles & {
  readonly site: Site
  readonly now: Date
  readonly records: Map<string, UploadRecord>
  /** Numbers of slugs that articles tried to claim in vain, by key. */
  readonly slugsTaken: Map<string, number>
  /** Keys of the articles that have the slugs. */
  readonly owners: Map<string, string>
  /** Keys of the articles with the same content, by fingerprint. */
  readonly contents: Map<string, string[]>
  /** Keys of the articles that have a name under which links find them. */
  readonly named: Map<string, string[]>
}

/**
 * Returns the receipts that articles and the files beside them would get, if all of them were uploaded to an empty bucket
 * at once. It makes the same decisions as ingest-article and publish-files, with records in memory. Bodies are not kept.
 */
export function rehearseUploads(files: GivenFiles, site: Site, now: Date): readonly Receipt[] {
  const rehearsal = {
    ...files,
    site,
    now,
    records: new Map(),
    owners: new Map(),
    contents: new Map(),
    named: new Map(),
    slugsTaken: new Map(),
  }
  // The article whose key sorts first gets a contested slug if all were uploaded at the same time.
  const keys = [...files.sizes.keys()].sort()
  const keysOf = (kind: 'article' | 'asset') => keys.filter((key) => classifyKey(key).kind === kind)
  const articles = keysOf('article').map((key) => ingest(key, rehearsal))
  const receipts = articles.map(({ plan, slugsTaken }) => withLinks(plan, slugsTaken, rehearsal).receipt)
  return [...receipts, ...publishFiles(keysOf('asset'), rehearsal)]
}

function ingest(key: string, rehearsal: Rehearsal): { readonly plan: IngestPlan; readonly slugsTaken: number } {
  const { owners, records, site } = rehearsal
  for (let slugsTaken = 0; ; slugsTaken++) {
    const reading = read(key, slugsTaken, rehearsal)
    const plan = planIngest({ reading, ...surroundings(reading, rehearsal) }, site)
    const slug = plan.record.article?.slug
    if (slug !== undefined && owners.has(slug)) continue
    if (slug !== undefined) owners.set(slug, key)
    records.set(key, plan.record)
    addContent(plan.record, rehearsal)
    rehearsal.slugsTaken.set(key, slugsTaken)
    return { plan, slugsTaken }
  }
}

/** Plans an article again if it links to others, which are all known now. */
function withLinks(plan: IngestPlan, slugsTaken: number, rehearsal: Rehearsal): IngestPlan {
  const { key, links = [] } = plan.record
  if (links.length === 0) return plan
  const deep = read(key, slugsTaken, rehearsal).links.filter(({ fragment }) => fragment !== undefined)
  const deepKeys = new Set(deep.flatMap(({ keys }) => keys))
  const targets = new Map(links.flatMap((link) => targetOf(link.key, deepKeys.has(link.key), rehearsal)))
  const reading = read(key, slugsTaken, rehearsal, targets)
  return planIngest({ reading, ...surroundings(reading, rehearsal) }, rehearsal.site)
}

/** @param isDeep whether a link leads to a place in the article */
function targetOf(linkKey: string, isDeep: boolean, rehearsal: Rehearsal): (readonly [string, LinkTarget])[] {
  const name = nameOfKey(linkKey)
  const owners = (rehearsal.named.get(name ?? '') ?? []).flatMap((each) => rehearsal.records.get(each) ?? [])
  const record = name === undefined ? rehearsal.records.get(linkKey) : ownerOf(name, owners)
  if (!isLive(record)) return []
  const { key, article } = record
  const { slug, title, contentKey } = article
  const page = isDeep ? read(key, rehearsal.slugsTaken.get(key) ?? 0, rehearsal).body?.page : undefined
  return [[linkKey, { slug, title, contentKey, ...(page !== undefined && { page }) }]]
}

/** Reads an article; a second time with the sizes of its pictures, if they can make a difference. */
function read(key: string, slugsTaken: number, rehearsal: Rehearsal, targets?: LinkTargets): UploadReading {
  const { now, open, site, sizes } = rehearsal
  const size = sizes.get(key) ?? 0
  const bytes = size > maximumArticleBytes ? new Uint8Array() : open(key, size)
  const at = now.toISOString()
  const event = { kind: 'put', key, size, sequencer: '1', eTag: undefined, at } as const
  const upload = { bytes, size, contentType: undefined, etag: etagOf(key), storedAt: now }
  const circumstances = { now, slugsTaken, site }
  const readWith = (pictures?: ReadonlyMap<string, Picture>): UploadReading => {
    const reading = readEvent(event, upload, undefined, { ...circumstances, pictures, targets })
    if (!reading) throw new Error(`The upload of ${key} was read as if nothing had been uploaded.`)
    return reading
  }
  const reading = readWith()
  const pictures = filesOf(reading).filter((file) => isPicture(file.key) && sizes.has(file.key))
  const mailBytes = Buffer.byteLength(reading.body?.email ?? '')
  const isNearLimit = Math.abs(mailBytes - longMailBytes) <= pictures.length * bytesOfSize
  return isNearLimit && pictures.length > 0 ? readWith(readPictures(pictures, rehearsal)) : reading
}

/** Bytes. More than the size of a picture adds to a mail. No receipt depends on it in another way. */
const bytesOfSize = 400

function readPictures(files: readonly FileReference[], { open, sizes }: Rehearsal): ReadonlyMap<string, Picture> {
  return new Map(
    files.map(({ key, path }) => {
      const size = sizes.get(key) ?? 0
      return [path, readPicture(key, open(key, Math.min(size, pictureOpening)), size, etagOf(key))]
    }),
  )
}

function filesOf({ fact }: UploadReading): readonly FileReference[] {
  return fact.kind === 'accepted' ? (fact.files ?? []) : []
}

/** Any string works that is the same for the same version of a file. */
function etagOf(key: string): string {
  return `"${key}"`
}

/** Returns what surrounds an upload: the files that it lacks, and the other articles with its content. */
function surroundings(reading: UploadReading, { contents, records, sizes }: Rehearsal) {
  const fingerprint = fingerprintIn(reading.fact)
  const keys = (contents.get(fingerprint ?? '') ?? []).filter((key) => key !== reading.fact.key)
  const relatives = keys
    .flatMap((key) => records.get(key) ?? [])
    .map((record) => ({ record, isSame: true, exists: true }))
  return {
    ...{
      previous: undefined,
      base: undefined,
      relatives,
      relation: relate(undefined, { fingerprint, at: reading.fact.at }, relatives),
    },
    missing: filesOf(reading).filter(({ key }) => !sizes.has(key)),
  }
}

function addContent({ fingerprint, key, names = [] }: UploadRecord, { contents, named }: Rehearsal): void {
  for (const name of names) addTo(named, name, key)
  if (fingerprint !== undefined) addTo(contents, fingerprint, key)
}

function publishFiles(keys: readonly string[], { now, records, site, sizes }: Rehearsal): readonly Receipt[] {
  const holders = new Map<string, UploadRecord[]>()
  for (const record of records.values()) {
    for (const { key } of record.files ?? []) addTo(holders, key, record)
  }
  return keys.map((key) => {
    const { put } = planCopies(key, holders.get(key) ?? [])
    return composeFileReceipt(key, sizes.get(key), put, now.toISOString(), site)
  })
}

function addTo<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name)
  if (list) list.push(item)
  else lists.set(name, [item])
}
