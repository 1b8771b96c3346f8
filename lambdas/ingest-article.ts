import { saveWithRetry } from '../aws/save-with-retry.ts'
import type { UploadRecord } from '../core/articles/article.ts'
import { planIngest } from '../core/articles/plan-ingest.ts'
import type { IngestEvent } from '../core/articles/read-event.ts'
import type { IngestMessage } from '../core/messages.ts'
import { parseUploadEvents } from '../core/reading/upload-event.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { wrongFolder } from '../core/reading/wrong-folder.ts'
import { answerStray } from './ingest-article/answer-stray.ts'
import { ingestInsert } from './ingest-article/ingest-insert.ts'
import { ingestWelcome } from './ingest-article/ingest-welcome.ts'
import { readInputs } from './ingest-article/read-inputs.ts'
import { findCopies, recheckRelated } from './ingest-article/recheck-related.ts'
import { type Services, services } from './ingest-article/services.ts'
import { announce, answerDeparture, claimSlug, storeRecord } from './ingest-article/write-plan.ts'
import { queueHandler } from './runtime/queue-handler.ts'

const strayVerdict = 'Rejected. It was not published.'

// Called by AWS.
export const handler = queueHandler('ingest-article', services, ingestUploads, { handsBack: true })

// Runs once per message. Safe to repeat: an event that was applied before changes nothing. Its receipt is written and
// the listings that it touched are rebuilt again, in case the first attempt did not get that far.
export async function ingestUploads(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as IngestMessage | object // our own message, or one from S3
  const events: readonly IngestEvent[] = 'kind' in message ? [message] : parseUploadEvents(message)
  const results = await Promise.allSettled(events.map((event) => ingest(event, services, now))) // none blocks the others
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function ingest(event: IngestEvent, services: Services, now: Date): Promise<void> {
  const { kind } = classifyKey(event.key)
  if (kind === 'asset') await services.fileChanges.add({ kind: 'file', key: event.key })
  if (kind === 'article') await ingestArticle(event, services, now)
  if (kind === 'stray') await answerStray(event.key, wrongFolder(event.key), strayVerdict, services, now)
  if (kind === 'insert' && 'sequencer' in event) await ingestInsert(event, services, now)
  if (kind === 'welcome' && 'sequencer' in event) await ingestWelcome(event, services, now)
}

/** Reads, plans and writes. Starts again if the record has changed since it was read. */
function ingestArticle(event: IngestEvent, services: Services, now: Date): Promise<'done'> {
  return saveWithRetry(() => readAndWrite(event, services, now, 0))
}

/** @param slugsTaken number of candidates for the slug that other articles have */
async function readAndWrite(
  event: IngestEvent,
  services: Services,
  now: Date,
  slugsTaken: number,
): Promise<'done' | 'superseded'> {
  const { bodies, site, uploads } = services
  const inputs = await readInputs(event, services, now, slugsTaken)
  if (!inputs) return 'done'
  // A copy takes the place of a deleted article before that is withdrawn, so that no reader misses it in between.
  if (inputs.reading.fact.kind === 'deleted' && (await promoteCopy(inputs.previous, services, now))) return 'superseded'
  const { contentKey, body } = inputs.reading
  if (contentKey && body) await bodies.put(contentKey, body) // before the record that refers to it
  const plan = planIngest(inputs, site)
  const result = await storeRecord(plan, inputs.contentCount, services)
  if (result === 'superseded') return 'superseded'
  if (result === 'slug-taken') {
    const isFree = slugsTaken === 0 && (await claimSlug(plan.record, services))
    return isFree ? 'superseded' : readAndWrite(event, services, now, slugsTaken + 1)
  }
  const stamp = { upload: inputs.answered, revision: plan.record.revision, isFirst: inputs.isFirst }
  await Promise.all([
    announce(plan, services),
    uploads.putReceipt(plan.receipt, stamp),
    recheckRelated(plan, services, 'round' in event ? event.round : undefined),
    answerDeparture(plan.record, services),
  ])
  return 'done'
}

/** Lets the oldest copy of an article whose file was deleted take its place. Returns true if one did. */
async function promoteCopy(record: UploadRecord | undefined, services: Services, now: Date): Promise<boolean> {
  if (record?.article === undefined) return false
  for (const { key } of await findCopies(record, services)) {
    await ingestArticle({ kind: 'check', key }, services, now)
    if ((await services.articles.get(record.id))?.movedTo !== undefined) return true
  }
  return false
}
