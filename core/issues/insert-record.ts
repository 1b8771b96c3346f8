import type { Receipt } from '../articles/receipt.ts'
import type { Problem } from '../problem.ts'
import type { DigestName } from '../publication.ts'
import { compareSequencers } from '../sequencer.ts'
import type { Insert } from './issue.ts'

export type InsertKind = 'note' | 'sponsor'

/** All that is known of one upload that is to stand in a digest's next issue. */
export type InsertRecord = {
  readonly digest: DigestName
  readonly kind: InsertKind
  readonly key: string
  /** S3's sequencer of the newest event that was applied. */
  readonly sequencer: string
  readonly state: 'scheduled' | 'rejected' | 'withdrawn'
  readonly problems: readonly Problem[]
  /** When the newest upload was judged. */
  readonly at: string
  /** What waits for the next issue. A rejected correction leaves it as it was; an issue that takes it leaves nothing. */
  readonly insert: Insert | undefined
  readonly revision: number
}

/** What an upload of an insert came to; `insert` is undefined when it was deleted. */
export type InsertFact = Pick<InsertRecord, 'digest' | 'kind' | 'key' | 'sequencer' | 'problems' | 'at' | 'insert'>

/** Answers `before` itself for an event that is older or was applied: what an issue has taken does not come back. */
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

/** Our answer to an upload that is to stand in a digest's next issue. */
export function insertReceipt({ key, state, problems, at, insert }: InsertRecord): Receipt {
  return { key, state, ...(insert?.title === undefined ? {} : { title: insert.title }), problems, at }
}

/** What it came to, for people. */
export function insertVerdict({ digest, kind, state, insert }: InsertRecord): string {
  switch (state) {
    case 'scheduled':
      return kind === 'sponsor'
        ? `Scheduled. The next issue of the ${digest} digest brings it, labelled as a sponsor’s words.`
        : `Scheduled. It opens the next issue of the ${digest} digest.`
    case 'withdrawn':
      return 'Withdrawn. No issue to come brings it.'
    case 'rejected':
      return insert
        ? 'Rejected. Nothing changed: the version before it still waits for the next issue.'
        : 'Rejected. Correct it and upload it again under the same name.'
  }
}
