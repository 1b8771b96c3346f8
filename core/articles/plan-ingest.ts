import type { FileReference } from '../reading/file-reference.ts'
import type { Site } from '../site.ts'
import { applyUpload } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { missingFile, withLeadImage } from './article-files.ts'
import { predecessorOf } from './moved-article.ts'
import type { UploadReading } from './read-upload.ts'
import { composeReceipt, type Receipt } from './receipt.ts'
import type { UploadFact } from './upload-fact.ts'

/** Everything that `planIngest` needs to know about an upload. */
export type IngestInputs = {
  readonly reading: Pick<UploadReading, 'fact' | 'title'>
  /** The stored record, or a record restored from a receipt. */
  readonly previous: UploadRecord | undefined
  /** Files that the upload refers to but that do not exist. */
  readonly missing: readonly FileReference[]
  /** Records of other articles that have, or once had, the same content. */
  readonly related: readonly UploadRecord[]
}

export type IngestPlan = {
  readonly previous: UploadRecord | undefined
  readonly record: UploadRecord
  /** False if the fact was applied before or changes nothing. Then nothing is stored, but all other steps are repeated. */
  readonly isChanged: boolean
  readonly receipt: Receipt
  /** True if copies of files on the site may have to change. */
  readonly hasFiles: boolean
  /** Ids of other articles whose pages may change, because a withdrawn article leads to another one with the same content. */
  readonly related: readonly string[]
}

/** Plans everything that an event changes. */
export function planIngest({ reading, previous, missing, related }: IngestInputs, site: Site): IngestPlan {
  const record = applyUpload(previous, completeFact(reading.fact, missing, related), site)
  return {
    previous,
    record,
    isChanged: record !== previous,
    receipt: composeReceipt(record, site, reading.title),
    hasFiles: Boolean(record.files?.length || record.formerFiles?.length),
    related: related.map(({ id }) => id),
  }
}

/**
 * Returns the fingerprints by which to find related articles: that of the upload, which may have been moved, and that of
 * its previous version, whose page may lead to another article.
 */
export function relatedFingerprints(fact: UploadFact, previous: UploadRecord | undefined): readonly string[] {
  const fingerprint = fact.kind === 'accepted' ? fact.fingerprint : undefined
  return [...new Set([previous?.fingerprint, fingerprint].filter((each) => each !== undefined))]
}

/** Adds what reading the upload cannot find out: missing files, the lead image that exists, and the predecessor. */
function completeFact(
  fact: UploadFact,
  missing: readonly FileReference[],
  holders: readonly UploadRecord[],
): UploadFact {
  if (fact.kind !== 'accepted') return fact
  return {
    ...withLeadImage(fact, missing),
    problems: [...fact.problems, ...missing.map(missingFile)],
    predecessor: predecessorOf(fact.key, holders),
  }
}
