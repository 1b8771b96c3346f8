import type { Receipt } from '../articles/receipt.ts'
import type { InsertRecord } from './insert-record.ts'

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
