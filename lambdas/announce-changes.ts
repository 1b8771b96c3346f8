import { createDynamo, createEventBridge } from '../aws/clients.ts'
import { announcer } from '../aws/events/announcer.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../core/environment.ts'
import { announceChange } from '../core/events/announce-change.ts'
import { announceSuppression, newSuppression } from '../core/events/announce-subscriber.ts'
import type { Announcement, Change } from '../core/events/announcement.ts'
import { siteOf } from './runtime/publication.ts'
import { streamHandler } from './runtime/stream-handler.ts'

// Called by AWS.
export const handler = streamHandler('announce-changes', services, announceChanges)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'announce-changes'>) {
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(createDynamo(), settings.subscribersTable),
    announce: announcer(createEventBridge(), settings.eventBus),
  }
}

// Runs once per group of changes. Safe to repeat: the same change is announced with the same id.
export async function announceChanges(changes: readonly Change[], services: Services): Promise<void> {
  const announcements = await Promise.all(changes.map((change) => announcementOf(change, services)))
  await services.announce(announcements.filter((each) => each !== undefined))
}

/** Finds out whose address was suppressed, because only its hash is stored. */
async function announcementOf(change: Change, { site, subscribers }: Services): Promise<Announcement | undefined> {
  const suppression = newSuppression(change)
  if (suppression === undefined) return announceChange(change, site)
  return announceSuppression(change, suppression, await subscribers.find(suppression.addressHash), site)
}
