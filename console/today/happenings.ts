import { html } from 'hono/html'
import type { EventType } from '../../core/events/event-types.ts'
import { type AnnouncedEvent, readEvents } from '../../operations/read-events.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { instant, rows } from '../frame/parts.ts'

/** Events that are shown. */
const most = 12

type Detail = AnnouncedEvent['detail']

const subscriber = (what: string) => (_detail: Detail) => html`A reader ${what}`
const issue = (what: string) => (detail: Detail) => html`<b><bdi>${detail.issue?.title ?? 'An issue'}</bdi></b> ${what}`
const article = (what: string) => (detail: Detail) =>
  html`<b><bdi>${detail.article?.title ?? 'An article'}</bdi></b> ${what}`

const sentences: Readonly<Record<EventType, (detail: Detail) => Html>> = {
  'Article Published': article('was published'),
  'Article Corrected': article('was corrected'),
  'Article Withdrawn': article('was withdrawn'),
  'Subscriber Confirmed': subscriber('confirmed the subscription'),
  'Subscriber Unsubscribed': subscriber('unsubscribed'),
  'Subscriber Suppressed': subscriber('cannot be mailed any more'),
  'Issue Awaiting Approval': issue('waits for approval'),
  'Issue Expired': issue('was not approved in time'),
  'Issue Composed': issue('was composed'),
  'Issue Submitted': issue('was submitted completely'),
  'Issue Paused': issue('was paused'),
}

/** Renders what happened last, newest first. */
export async function happenings(stack: Stack): Promise<Html> {
  const { events } = await readEvents(stack, { limit: most })
  return rows(
    events.map(({ 'detail-type': type, detail, time }) => {
      const describe = sentences[type as EventType] // an older stack may know other types
      return html`<span class="what">${describe?.(detail) ?? type}</span> <span class="meta">${instant(time)}</span>`
    }),
    'Nothing has happened yet.',
  )
}
