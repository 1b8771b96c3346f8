import type { UploadStore } from '../../aws/articles/upload-store.ts'
import type { InsertStore } from '../../aws/issues/insert-store.ts'
import { applyInsert, insertReceipt, insertVerdict } from '../../core/issues/insert-record.ts'
import type { InsertPlace } from '../../core/issues/parse-insert.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import type { UploadEvent } from '../../core/reading/upload-event.ts'
import type { Site } from '../../core/site.ts'
import { answerStray } from './answer-stray.ts'

type Services = { readonly site: Site; readonly uploads: UploadStore; readonly inserts: InsertStore }

/**
 * Reads an editor's note or a sponsor's text. Safe to repeat: an event that was applied changes nothing, and its receipt is
 * written again.
 */
export async function ingestInsert(event: UploadEvent, services: Services, now: Date): Promise<void> {
  const { placeInsert } = await import('../../core/issues/parse-insert.ts')
  const place = placeInsert(event.key, services.site)
  if ('digest' in place) return store(event, place, services, now)
  return answerStray(event.key, place, 'Rejected. It will not appear in any issue.', services, now)
}

async function store(event: UploadEvent, place: InsertPlace, services: Services, now: Date): Promise<void> {
  const { inserts, site, uploads } = services
  const before = await inserts.get(place.digest, place.kind)
  const upload = await uploads.get(event.key, maximumArticleBytes)
  const { checkInsert } = await import('../../core/issues/parse-insert.ts')
  const fact = checkInsert(event, place, upload, site, now)
  if (!fact) return
  const after = applyInsert(before, fact)
  if (after !== before && (await inserts.save(before, after)) === 'superseded')
    return store(event, place, services, now)
  const stamp = { upload: upload?.etag ?? '', revision: after.revision }
  await uploads.putReceipt(insertReceipt(after), stamp, insertVerdict(after))
}
