import type { FileReference } from '../reading/file-reference.ts'
import type { Site } from '../site.ts'
import { applyUpload } from './apply-upload.ts'
import { isLive, type UploadRecord } from './article.ts'
import { missingFile, withLeadImage } from './article-files.ts'
import { checkCopy, checkTwin } from './check-article.ts'
import { describeOriginal, leave, type Relation, type Relative } from './moved-article.ts'
import type { UploadReading } from './read-upload.ts'
import { composeReceipt, type Receipt } from './receipt.ts'
import type { UploadFact } from './upload-fact.ts'

/** Everything that `planIngest` needs to know about an upload. */
export type IngestInputs = {
  /** Read with `base`. */
  readonly reading: Pick<UploadReading, 'fact' | 'title'>
  /** The stored record, or a record restored from a receipt. */
  readonly previous: UploadRecord | undefined
  /** The record from which the upload continues: `previous`, or what the heir of another article adopts. */
  readonly base: UploadRecord | undefined
  /** Files that the upload refers to but that do not exist. */
  readonly missing: readonly FileReference[]
  /** Other uploads that have, or once had, the same content. */
  readonly relatives: readonly Relative[]
  readonly relation: Relation | undefined
  /** Digests that have not taken the article yet. Only if the editor has changed how it is mailed. */
  readonly waiting?: readonly string[] | undefined
}

/** The record of a key before and after its article moves to another key. */
export type Departure = { readonly before: UploadRecord; readonly after: UploadRecord }

export type IngestPlan = {
  readonly previous: UploadRecord | undefined
  readonly record: UploadRecord
  /** The article that this one takes over. Both records change together. */
  readonly departure: Departure | undefined
  /** False if the fact was applied before or changes nothing. Then nothing is stored, but all other steps are repeated. */
  readonly isChanged: boolean
  readonly receipt: Receipt
  /** True if copies of files on the site may have to change. */
  readonly hasFiles: boolean
  readonly relatives: readonly Relative[]
  /** Ids of other articles whose pages may change, because a withdrawn article leads to another one with the same content. */
  readonly related: readonly string[]
}

/** Plans everything that an event changes. */
export function planIngest(inputs: IngestInputs, site: Site): IngestPlan {
  const { reading, previous, base, relation, relatives } = inputs
  const record = applyUpload(base, completeFact(reading.fact, inputs), site)
  const of = relation?.of
  const original = relation?.kind === 'copy' ? of : undefined
  return {
    previous,
    record,
    departure: relation?.kind === 'heir' && of ? { before: of, after: leave(of, record.key) } : undefined,
    isChanged: record !== previous,
    receipt: composeReceipt(record, site, { title: reading.title, original }),
    hasFiles: Boolean(record.files?.length || record.formerFiles?.length),
    relatives,
    related: relatives.map(({ record: { id } }) => id),
  }
}

/**
 * Returns the fingerprints by which to find related articles: that of the upload, which may have been moved, and that of
 * its previous version, whose page may lead to another article.
 */
export function relatedFingerprints(fact: UploadFact, previous: UploadRecord | undefined): readonly string[] {
  return [...new Set([previous?.fingerprint, fingerprintIn(fact)].filter((each) => each !== undefined))]
}

/** Returns the fingerprint of an upload that may be a copy, or the heir of another article. */
export function fingerprintIn(fact: UploadFact): string | undefined {
  return fact.kind === 'accepted' || fact.kind === 'rejected' ? fact.fingerprint : undefined
}

/** Returns the keys of live articles whose receipts say the contrary about whether another one has the same text. */
export function twinsToCheck(
  record: UploadRecord,
  previous: UploadRecord | undefined,
  relatives: readonly Relative[],
): readonly string[] {
  const live = [record, ...relatives.map((relative) => relative.record)].filter(isLive)
  return relatives.flatMap(({ record: other }) => {
    if (!isLive(other) || other.state !== 'published') return []
    if (other.fingerprint !== record.fingerprint && other.fingerprint !== previous?.fingerprint) return []
    const isTold = other.problems.some(({ rule }) => rule === 'same-text')
    const hasTwin = live.some(({ key, fingerprint }) => key !== other.key && fingerprint === other.fingerprint)
    return isTold === hasTwin ? [] : [other.key]
  })
}

function withEtag(file: FileReference, etag: string | undefined): FileReference {
  return etag === undefined ? file : { etag, ...file }
}

/** Adds what reading the upload cannot find out: missing files, the lead image that exists, and other uploads with its content. */
function completeFact(fact: UploadFact, { missing, relation, waiting }: IngestInputs): UploadFact {
  const fingerprint = fingerprintIn(fact)
  if (relation?.kind === 'copy') {
    const { key, sequencer, at, etag } = fact
    const copyOf = describeOriginal(relation.of, fingerprint)
    return { kind: 'copied', key, sequencer, at, etag, fingerprint, copyOf, problems: checkCopy(copyOf) }
  }
  if (fact.kind !== 'accepted') return fact
  const present = withLeadImage(fact, missing)
  const { of } = relation ?? {}
  const etags = new Map(relation?.kind === 'heir' ? of?.files?.map(({ path, etag }) => [path, etag]) : [])
  return {
    ...present,
    ...(waiting && { waiting }),
    // A file that follows its article later is the same file.
    ...(present.files && { files: present.files.map((file) => withEtag(file, etags.get(file.path))) }),
    problems: [
      ...(relation?.kind === 'twin' ? checkTwin(relation.of) : []),
      ...fact.problems,
      ...missing.map(missingFile),
    ],
  }
}
