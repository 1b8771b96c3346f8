import { html } from 'hono/html'
import { type EventType, eventTypes } from '../core/events/event-types.ts'
import type { Announced, EventBox } from './console-sources.ts'
import type { Html } from './frame/page.ts'
import { instant, rows } from './frame/parts.ts'

const pageSize = 50

/** Which events the list shows. `type` is empty for all, `before` the number of the event after the first one. */
export type EventQuery = { readonly type: string; readonly before: number | undefined }

/** Renders a page of announced events, newest first, each with its JSON. */
export function eventList(events: EventBox, { type, before }: EventQuery): Html {
  const chosen = eventTypes.find((each) => each === type)
  const found = events.list({
    limit: pageSize + 1,
    ...(before !== undefined && { before }),
    ...(chosen && { type: chosen }),
  })
  const visible = found.slice(0, pageSize)
  const oldest = found.length > pageSize ? visible.at(-1) : undefined
  const older = oldest && `/events/?${new URLSearchParams({ type, before: String(oldest.number) })}`
  return html`${filterForm(chosen)}
${rows(visible.map(eventRow), before === undefined ? 'No such event has been announced yet.' : 'There are no older events.')}
<nav class="onward" aria-label="More events">
${before !== undefined && html`<a href="/events/">Newest</a>`}
${older !== undefined && html`<a href="${older}" rel="next">Older</a>`}
</nav>`
}

function eventRow({ event }: Announced): Html {
  const { detail, time } = event
  return html`<details class="event"><summary><span class="name">${event['detail-type']}</span>
<span class="meta"><bdi>${subjectOf(detail)}</bdi></span> <span class="meta">${instant(time)}</span></summary>
<pre>${JSON.stringify(event, undefined, 2)}</pre></details>`
}

/** Returns what an event is about: the title of an article or an issue, or the id of a subscriber. */
function subjectOf({ article, issue, subscriber }: Announced['event']['detail']): string {
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
