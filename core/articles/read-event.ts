import type { IngestMessage } from '../messages.ts'
import type { UploadEvent } from '../reading/upload-event.ts'
import { compareSequencers } from '../s3-sequencer.ts'
import type { Site } from '../site.ts'
import type { UploadRecord } from './article.ts'
import { readUpload, type Surroundings, type UploadReading, withoutBody } from './read-upload.ts'

/** A reason to process an upload: an S3 event, or a message from another Lambda. */
export type IngestEvent = UploadEvent | IngestMessage

/** The present object under a key of the uploads bucket. */
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

/** The first reading, without surroundings, finds out to what the upload refers. */
export type Circumstances = Surroundings & {
  readonly now: Date
  /** Number of slugs that the article tried to claim and that belong to other articles. */
  readonly slugsTaken: number
  readonly site: Site
}

/**
 * Reads an event together with the present object in the bucket. Returns undefined if there is nothing to apply: an event
 * about an earlier object is ignored, because the present object has its own event.
 */
export function readEvent(
  event: IngestEvent,
  upload: StoredUpload | undefined,
  previous: UploadRecord | undefined,
  { now, slugsTaken, site, pictures, targets }: Circumstances,
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
    return readUpload({ key, ...upload }, { sequencer, at, now: now.toISOString() }, previous, slugsTaken, site, {
      pictures,
      targets,
    })
  }
  if (kind === 'put' || (kind === 'check' && !previous)) return undefined
  return withoutBody({ kind: 'deleted', key, sequencer, at: eventTime ?? now.toISOString() })
}

/** Returns true if a delete event undoes a withdrawal: in a versioned bucket, deleting the delete marker restores the object. */
function isUndone(previous: UploadRecord | undefined, sequencer: string): boolean {
  return previous?.state === 'withdrawn' && compareSequencers(sequencer, previous.sequencer) > 0
}

/** Returns the later instant. S3 gives the time of storage only to the second, and a check must not date the record back. */
function latest(storedAt: string, processedAt: string | undefined): string {
  return processedAt !== undefined && Date.parse(processedAt) > Date.parse(storedAt) ? processedAt : storedAt
}
