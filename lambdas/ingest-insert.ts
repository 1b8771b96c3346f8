import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createS3 } from '../aws/clients.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import type { Receipt } from '../core/articles/receipt.ts'
import type { SettingsOf } from '../core/environment.ts'
import { applyInsert, insertReceipt, insertVerdict } from '../core/issues/insert-record.ts'
import { checkInsert, type InsertPlace, placeInsert } from '../core/issues/parse-insert.ts'
import { maximumArticleBytes } from '../core/reading/limits.ts'
import { parseUploadEvents, type UploadEvent } from '../core/reading/upload-event.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('ingest-insert', services, ingestInserts)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'ingest-insert'>) {
  return {
    site: siteOf(settings),
    uploads: uploadStore(createS3(), settings.uploadsBucket),
    inserts: insertStore(createDynamo(), settings.issuesTable),
  }
}

// Runs once per message. Safe to repeat: an event that was applied changes nothing, and its receipt is written again.
export async function ingestInserts(body: string, services: Services, now: Date): Promise<void> {
  for (const event of parseUploadEvents(JSON.parse(body))) {
    const place = placeInsert(event.key, services.site)
    if (place && 'digest' in place) await ingest(event, place, services, now)
    else if (place && event.kind === 'put') {
      const receipt: Receipt = {
        key: event.key,
        state: 'rejected',
        problems: [place],
        at: event.at ?? now.toISOString(),
      }
      await services.uploads.putReceipt(
        receipt,
        { upload: `"${event.eTag}"`, revision: 1 },
        'Rejected. It will not appear in any issue.',
      )
    }
  }
}

async function ingest(event: UploadEvent, place: InsertPlace, services: Services, now: Date): Promise<void> {
  const { inserts, site, uploads } = services
  const before = await inserts.get(place.digest, place.kind)
  const upload = await uploads.get(event.key, maximumArticleBytes)
  const fact = checkInsert(event, place, upload, site, now)
  if (!fact) return
  const after = applyInsert(before, fact)
  if (after !== before && (await inserts.save(before, after)) === 'superseded')
    return ingest(event, place, services, now)
  const stamp = { upload: upload?.etag ?? '', revision: after.revision }
  await uploads.putReceipt(insertReceipt(after), stamp, insertVerdict(after))
}
