import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { announcementSource } from '../../core/event-sources.ts'
import type { Announcement } from '../../core/events/announcement.ts'
import { putEvents } from '../event-bus.ts'

/** Returns a function that announces on the stack's bus, in order. @throws {Error} if the bus refused an event */
export function announcer(client: EventBridgeClient, bus: string) {
  return (announcements: readonly Announcement[]): Promise<void> => {
    const events = announcements.map(({ type, detail }) => ({ source: announcementSource, type, detail }))
    return putEvents(client, bus, events)
  }
}
