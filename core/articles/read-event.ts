import type { IngestMessage } from '../messages.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import { compareSequencers } from '../s3-sequencer.ts'
import type { Site } from '../site.ts'
import type { UploadRecord } from './article.ts'
import type { Pictures } from './picture.ts'
import { readUpload, type UploadReading } from './read-upload.ts'

/** A reason to process an upload: an event of S3, or a message of our own. */
export type IngestEvent = UploadEvent | IngestMessage

/** An object in the uploads bucket, as it is now. */
export type StoredUpload = {
  readonly bytes: Uint8Array
  /** Bytes. If this is more than `bytes` has, the object was too large to fetch. */
  readonly size: number
  readonly contentType: string | undefined
  /** In quotes, as in HTTP. */
  readonly etag: string
  /** When it was stored, to the second. */
  readonly storedAt: Date
}

export type Circumstances = {
  readonly now: Date
  /** How many of the slugs that the article tried to claim belong to other articles. */
  readonly slugsTaken: number
  readonly site: Site
  /** The existing pictures that the upload refers to. Only a first reading tells which these are. */
  readonly pictures?: Pictures | undefined
}

/**
 * Reads an event together with the object that is in the bucket now. Returns undefined if there is nothing to apply: only
 * the present object can be read, so an event about an earlier one is left to the event of the present one.
 */
export function readEvent(
  event: IngestEvent,
  upload: StoredUpload | undefined,
  previous: UploadRecord | undefined,
  { now, slugsTaken, site, pictures }: Circumstances,
): UploadReading | undefined {
  const { key, kind } = event
  const sequencer = 'sequencer' in event ? event.sequencer : (previous?.sequencer ?? '0')
  const eventTime = 'at' in event ? event.at : undefined
  if (kind === 'due') {
    return previous?.article && withoutBody({ kind: 'due', key, sequencer, at: now.toISOString() })
  }
  if (upload) {
    if (kind === 'put' && event.eTag !== undefined && upload.etag !== `"${event.eTag}"`) return undefined
    if (kind === 'delete' && !isUndone(previous, sequencer)) return undefined
    const at = (kind === 'put' && eventTime) || latest(upload.storedAt.toISOString(), previous?.at)
    return readUpload({ key, ...upload }, { sequencer, at }, previous, slugsTaken, site, pictures)
  }
  if (kind === 'put' || (kind === 'check' && !previous)) return undefined
  return withoutBody({ kind: 'deleted', key, sequencer, at: eventTime ?? now.toISOString() })
}

/** In a versioned bucket, deleting the delete marker undoes a deletion. */
function isUndone(previous: UploadRecord | undefined, sequencer: string): boolean {
  return previous?.state === 'withdrawn' && compareSequencers(sequencer, previous.sequencer) > 0
}

/** S3 knows when an object was stored only to the second. A check must not date the record back to that second. */
function latest(storedAt: string, processedAt: string | undefined): string {
  return processedAt !== undefined && Date.parse(processedAt) > Date.parse(storedAt) ? processedAt : storedAt
}

function withoutBody(fact: UploadReading['fact']): UploadReading {
  return { fact, body: undefined, contentKey: undefined, title: undefined }
}
