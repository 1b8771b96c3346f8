import { html } from 'hono/html'
import { type EventType, eventTypes } from '../core/events/event-types.ts'
import type { AnnouncedEvent, EventPage } from '../operations/read-events.ts'
import type { Html } from './frame/page.ts'
import { instant, rows } from './frame/parts.ts'

/** Which events the list shows. `older`: whether newer ones are left out. */
export type ShownEvents = EventPage & { readonly type: EventType | undefined; readonly older: boolean }

/** Renders a page of announced events, newest first, each with its JSON. */
export function eventList({ events, token, type, older }: ShownEvents): Html {
  const next = token !== undefined && `/events/?${new URLSearchParams({ type: type ?? '', before: token })}`
  return html`${filterForm(type)}
${rows(events.map(eventRow), older ? 'There are no older events.' : 'No such event has been announced yet.')}
<nav class="onward" aria-label="More events">
${older && html`<a href="/events/">Newest</a>`}
${next && html`<a href="${next}" rel="next">Older</a>`}
</nav>`
}

function eventRow(event: AnnouncedEvent): Html {
  const { detail, time } = event
  return html`<details class="event"><summary><span class="name">${event['detail-type']}</span>
<span class="meta"><bdi>${subjectOf(detail)}</bdi></span> <span class="meta">${instant(time)}</span></summary>
<pre>${JSON.stringify(event, undefined, 2)}</pre></details>`
}

/** Returns what an event is about: the title of an article or an issue, or the id of a subscriber. */
function subjectOf({ article, issue, subscriber }: AnnouncedEvent['detail']): string {
  return article?.title ?? (issue ? `${issue.title} (${issue.id})` : (subscriber?.id ?? ''))
}

function filterForm(chosen: EventType | undefined): Html {
  return html`<form class="filter" action="/events/">
<p><label for="type">Event</label>
<select id="type" name="type">
<option value="">any</option>
${eventTypes.map((name) => html`<option${name === chosen && html` selected`}>${name}</option>\n`)}</select></p>
<button>Show</button>
</form>
<p class="meta">Other programs receive these events. The guide docs/events.md describes them.</p>`
}
