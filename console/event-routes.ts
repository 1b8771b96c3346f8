import { Hono } from 'hono'
import type { EventBox } from './console-sources.ts'
import { eventList } from './event-list.ts'
import { sendPage } from './frame/page.ts'

/** Serves the list of announced events. */
export function eventRoutes(events: EventBox): Hono {
  return new Hono().get('/', (c) => {
    const { type = '', before } = c.req.query()
    const number = before !== undefined && /^\d{1,15}$/.test(before) ? Number(before) : undefined
    return sendPage(c, { title: 'Events', here: 'today' }, eventList(events, { type, before: number }))
  })
}
