import type { Receipt } from '../articles/receipt.ts'
import type { Problem } from '../problem.ts'
import type { DigestName } from '../publication.ts'
import { compareSequencers } from '../s3-sequencer.ts'
import type { UploadedInsert } from './issue.ts'

export type InsertKind = 'note' | 'sponsor'

/** The stored state of an insert: its upload, and the text that waits for the next issue. */
export type InsertRecord = {
  readonly digest: DigestName
  readonly kind: InsertKind
  readonly key: string
  /** The S3 sequencer of the newest event that was applied. */
  readonly sequencer: string
  readonly state: 'scheduled' | 'rejected' | 'withdrawn'
  readonly problems: readonly Problem[]
  /** When the newest event happened. */
  readonly at: string
  /**
   * The text that waits for the next issue. A rejected upload does not change it; the issue that takes it removes it.
   */
  readonly insert: UploadedInsert | undefined
  readonly revision: number
}

/** The result of reading an upload; `insert` is undefined if the upload was deleted or rejected. */
export type InsertFact = Pick<InsertRecord, 'digest' | 'kind' | 'key' | 'sequencer' | 'problems' | 'at' | 'insert'>

/**
 * Applies an event. Returns `before` itself for an old or repeated event, so that an insert that an issue took is not
 * restored.
 */
export function applyInsert(before: InsertRecord | undefined, fact: InsertFact): InsertRecord {
  if (before && compareSequencers(fact.sequencer, before.sequencer) <= 0) return before
  const isRejected = fact.problems.some(({ severity }) => severity === 'error')
  return {
    ...fact,
    state: isRejected ? 'rejected' : fact.insert ? 'scheduled' : 'withdrawn',
    insert: isRejected ? before?.insert : fact.insert,
    revision: (before?.revision ?? 0) + 1,
  }
}

/** Returns the receipt for the upload of an insert. */
export function insertReceipt({ key, state, problems, at, insert }: InsertRecord): Receipt {
  const { title, subject, preheader } = insert ?? {}
  return {
    key,
    state,
    ...(title && { title }),
    ...(subject && { subject }),
    ...(preheader && { preheader }),
    problems,
    at,
  }
}

/** Returns the sentences of the receipt that say what happened to the upload. */
export function insertVerdict({ digest, kind, state, insert }: InsertRecord): string {
  switch (state) {
    case 'scheduled':
      return kind === 'sponsor'
        ? `Scheduled. It appears in the next issue of the ${digest} digest, labelled as a sponsor’s text.`
        : [`Scheduled. It opens the next issue of the ${digest} digest.`, ...describeLines(insert)].join(' ')
    case 'withdrawn':
      return 'Withdrawn. It will not appear in any future issue.'
    case 'rejected':
      return insert
        ? 'Rejected. Nothing changed: the previous version still waits for the next issue.'
        : 'Rejected. Correct it and upload it again under the same name.'
  }
}

function describeLines({ subject, preheader }: Partial<UploadedInsert> = {}): readonly string[] {
  return [
    ...(subject ? [`The subject of its mails is “${subject}”.`] : []),
    ...(preheader ? [`Their preheader is “${preheader}”.`] : []),
  ]
}
