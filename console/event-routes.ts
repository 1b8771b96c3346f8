import { Hono } from 'hono'
import { sendPage } from './console-page.ts'
import type { EventBox } from './console-sources.ts'
import { eventList } from './event-list.ts'

/** Serves the list of announced events. */
export function eventRoutes(events: EventBox): Hono {
  return new Hono().get('/', (c) => {
    const { type = '', before } = c.req.query()
    const number = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : undefined
    return sendPage(c, { title: 'Events', here: 'events' }, eventList(events, { type, before: number }))
  })
}
