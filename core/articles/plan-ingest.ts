import type { FileReference } from '../reading/file-reference.ts'
import type { Site } from '../site.ts'
import { applyUpload } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { missingFile } from './article-files.ts'
import { predecessorOf } from './moved-article.ts'
import type { UploadReading } from './read-upload.ts'
import { composeReceipt, type Receipt } from './receipt.ts'
import type { UploadFact } from './upload-fact.ts'

/** Everything that is known about an upload before a decision. */
export type IngestInputs = {
  readonly reading: Pick<UploadReading, 'fact' | 'title'>
  /** The record that is stored now, or that was restored from a receipt. */
  readonly previous: UploadRecord | undefined
  /** Files that the upload refers to and that do not exist. */
  readonly missing: readonly FileReference[]
  /** Records of other articles that have had the same content. */
  readonly related: readonly UploadRecord[]
}

export type IngestPlan = {
  readonly previous: UploadRecord | undefined
  readonly record: UploadRecord
  /** False: the fact was applied before, or changes nothing. Then there is nothing to store, but the rest is repeated. */
  readonly isChanged: boolean
  readonly receipt: Receipt
  /** Whether copies of files on the site may have to change. */
  readonly hasFiles: boolean
  /** Ids of other articles whose pages may change: a withdrawn article leads to another one with the same content. */
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
 * Returns the fingerprints of contents whose other articles matter: that of the upload, which may have been moved, and
 * that of its previous version, whose page may lead to another article.
 */
export function relatedFingerprints(fact: UploadFact, previous: UploadRecord | undefined): readonly string[] {
  const fingerprint = fact.kind === 'accepted' ? fact.fingerprint : undefined
  return [...new Set([previous?.fingerprint, fingerprint].filter((each) => each !== undefined))]
}

/** Adds what the upload itself does not say. */
function completeFact(
  fact: UploadFact,
  missing: readonly FileReference[],
  holders: readonly UploadRecord[],
): UploadFact {
  if (fact.kind !== 'accepted') return fact
  return {
    ...fact,
    problems: [...fact.problems, ...missing.map(missingFile)],
    predecessor: predecessorOf(fact.key, holders),
  }
}
