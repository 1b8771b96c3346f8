import type { IngestMessage } from '../messages.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import type { Site } from '../site.ts'
import { compareSequencers } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import type { Pictures } from './picture.ts'
import { readUpload, type UploadOutcome } from './read-upload.ts'

/** A reason to look at an upload: an event of S3's, or our own wish. */
export type IngestEvent = UploadEvent | IngestMessage

/** An object in the uploads bucket, as it is now. */
export type StoredUpload = {
  readonly bytes: Uint8Array
  /** Bytes; more than there are in `bytes` when it was too large to fetch. */
  readonly size: number
  readonly contentType: string | undefined
  /** In quotes, as HTTP has it. */
  readonly etag: string
  /** When it was put there, to the second. */
  readonly storedAt: Date
}

export type Circumstances = {
  readonly now: Date
  /** How many slugs other articles turned out to have. */
  readonly slugsTaken: number
  readonly site: Site
  /** Those that are there of what the upload refers to; none are known before it was judged once. */
  readonly pictures?: Pictures | undefined
}

/**
 * What an occasion says of an upload. Only what is in the bucket now can be judged, so an event that tells of something
 * else says nothing: what is there, or its deletion, has an event of its own. Undefined: there is nothing to say.
 */
export function readEvent(
  occasion: IngestEvent,
  upload: StoredUpload | undefined,
  before: UploadRecord | undefined,
  { now, slugsTaken, site, pictures }: Circumstances,
): UploadOutcome | undefined {
  const { key, kind } = occasion
  const sequencer = 'sequencer' in occasion ? occasion.sequencer : (before?.sequencer ?? '0')
  const eventTime = 'at' in occasion ? occasion.at : undefined
  if (kind === 'due') {
    return before?.article && withoutBody({ kind: 'due', key, sequencer, at: now.toISOString() })
  }
  if (upload) {
    if (kind === 'put' && occasion.eTag !== undefined && upload.etag !== `"${occasion.eTag}"`) return undefined
    if (kind === 'delete' && !isUndone(before, sequencer)) return undefined
    const at = (kind === 'put' && eventTime) || latest(upload.storedAt.toISOString(), before?.at)
    return readUpload({ key, ...upload }, { sequencer, at }, before, slugsTaken, site, pictures)
  }
  if (kind === 'put' || (kind === 'check' && !before)) return undefined
  return withoutBody({ kind: 'deleted', key, sequencer, at: eventTime ?? now.toISOString() })
}

/** In a versioned bucket a deletion is undone by another one: that of the delete marker. */
function isUndone(before: UploadRecord | undefined, sequencer: string): boolean {
  return before?.state === 'withdrawn' && compareSequencers(sequencer, before.sequencer) > 0
}

/** An object knows its time to the second, and not when it was judged: looking again must not date it back. */
function latest(storedAt: string, judgedAt: string | undefined): string {
  return judgedAt !== undefined && Date.parse(judgedAt) > Date.parse(storedAt) ? judgedAt : storedAt
}

function withoutBody(fact: UploadOutcome['fact']): UploadOutcome {
  return { fact, body: undefined, contentKey: undefined, title: undefined }
}
