import type { UploadStore } from '../../aws/articles/upload-store.ts'
import type { WelcomeStore } from '../../aws/welcome/welcome-store.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import type { UploadEvent } from '../../core/reading/upload-event.ts'
import type { Site } from '../../core/site.ts'
import { placeWelcome, type WelcomePlace } from '../../core/welcome/place-welcome.ts'
import { applyWelcome, welcomeReceipt, welcomeVerdict } from '../../core/welcome/welcome-text.ts'
import { answerStray } from './answer-stray.ts'

type Services = {
  readonly site: Site
  readonly uploads: UploadStore
  readonly welcome: Pick<WelcomeStore, 'get' | 'save'>
}

/**
 * Reads a text of the welcome series. Safe to repeat: an event that was applied changes nothing, and its receipt is written
 * again.
 */
export async function ingestWelcome(event: UploadEvent, services: Services, now: Date): Promise<void> {
  const place = placeWelcome(event.key)
  if ('number' in place) return store(event, place, services, now)
  return answerStray(event.key, place, 'Rejected. It is mailed to nobody.', services, now)
}

async function store(event: UploadEvent, place: WelcomePlace, services: Services, now: Date): Promise<void> {
  const { site, uploads, welcome } = services
  const before = await welcome.get(place)
  const upload = await uploads.get(event.key, maximumArticleBytes)
  const { checkWelcome } = await import('../../core/welcome/parse-welcome.ts')
  const fact = checkWelcome(event, place, upload, site, now)
  if (!fact) return
  const after = applyWelcome(before, fact)
  if (after !== before && (await welcome.save(before, after)) === 'superseded')
    return store(event, place, services, now)
  const stamp = { upload: upload?.etag ?? '', revision: after.revision }
  await uploads.putReceipt(welcomeReceipt(after), stamp, welcomeVerdict(after))
}
