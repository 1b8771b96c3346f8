import type { LocalStack } from 'cdk-loopback/local-stack'
import type { EventBox } from '../../console/console-sources.ts'
import { announcementSource } from '../../core/event-sources.ts'

/** Returns the events that the local stack has announced to other programs. Its bus also carries commands. */
export function eventBox({ events }: Pick<LocalStack, 'events'>): EventBox {
  return {
    list: ({ limit, before, type }) => {
      const kept = events.list({
        limit: Number.MAX_SAFE_INTEGER,
        source: announcementSource,
        ...(before && { before }),
      })
      const announced = kept.map(({ number, event }) => ({ number, event: { ...event, detail: { ...event.detail } } }))
      return announced.filter(({ event }) => type === undefined || event['detail-type'] === type).slice(0, limit)
    },
  }
}
