import { Hono } from 'hono'
import { eventTypes } from '../core/events/event-types.ts'
import { readEvents } from '../operations/read-events.ts'
import type { Stack } from '../operations/stack.ts'
import { eventList } from './event-list.ts'
import { sendPage } from './frame/page.ts'

const pageSize = 50

/** Serves the list of announced events. */
export function eventRoutes(stack: Pick<Stack, 'logs' | 'eventLog'>): Hono {
  return new Hono().get('/', async (c) => {
    const type = eventTypes.find((each) => each === c.req.query('type'))
    const token = c.req.query('before') || undefined
    const page = await readEvents(stack, { limit: pageSize, type, token })
    const list = eventList({ ...page, type, older: token !== undefined })
    return sendPage(c, { title: 'Events', here: 'today' }, list)
  })
}
