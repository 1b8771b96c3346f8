import type { EventType } from '../core/events/event-types.ts'
import type { Stack } from './stack.ts'

/** An event that was announced to other programs, as EventBridge delivered it. */
export type AnnouncedEvent = {
  readonly id: string
  readonly 'detail-type': string
  /** An instant, to the second. */
  readonly time: string
  readonly detail: {
    readonly article?: { readonly title: string; readonly url?: string }
    readonly issue?: { readonly id: string; readonly title: string }
    readonly subscriber?: { readonly id: string }
  }
}

/** `token` leads to older events. Undefined if there are none. */
export type EventPage = { readonly events: readonly AnnouncedEvent[]; readonly token: string | undefined }

export type EventQuery = {
  readonly limit: number
  readonly type?: EventType | undefined
  readonly token?: string | undefined
}

/** Before the first event of any stack. It is always the same, because a token is for one query. */
const since = new Date('2024-01-01T00:00:00Z')
/** CloudWatch Logs may answer with empty pages. */
const mostRequests = 20

/** Reads what a stack has announced, newest first. */
export async function readEvents(
  { logs, eventLog }: Pick<Stack, 'logs' | 'eventLog'>,
  { limit, type, token: start }: EventQuery,
): Promise<EventPage> {
  const events = new Map<string, AnnouncedEvent>() // EventBridge may deliver an event twice
  let token = start
  if (eventLog === undefined) return { events: [], token: undefined }
  const filter = type === undefined ? '' : `{ $.detail-type = "${type}" }`
  for (let requests = 0; requests < mostRequests && events.size < limit; requests += 1) {
    const query = { since, filter, newestFirst: true, limit: limit - events.size, token }
    const page = await logs.read(eventLog, query)
    for (const { message } of page.events) {
      const event = JSON.parse(message) as AnnouncedEvent // only the stack's rule writes to this log group
      events.set(event.id, event)
    }
    token = page.token
    if (token === undefined) break
  }
  return { events: [...events.values()], token }
}
