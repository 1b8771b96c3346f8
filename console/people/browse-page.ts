import { html } from 'hono/html'
import type { SubscriberFilter, SubscriberPage } from '../../aws/subscribers/subscriber-page.ts'
import type { Subscriber, SubscriberState } from '../../core/subscribers/subscriber.ts'
import type { Html } from '../frame/page.ts'
import { instant, rows, stateBadge } from '../frame/parts.ts'

const states: readonly SubscriberState[] = ['confirmed', 'pending', 'unsubscribed']

export function readFilter(query: (name: string) => string | undefined): SubscriberFilter {
  const filled = (name: string) => query(name) || undefined
  return { state: states.find((each) => each === query('state')), digest: filled('digest'), topic: filled('topic') }
}

/** Renders a page of the list, in no order. */
export function browsePage(filter: SubscriberFilter, page: SubscriberPage, digests: readonly string[]): Html {
  const { state, digest, topic } = filter
  const query = new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
  if (page.after !== undefined) query.set('after', page.after)
  const option = (value: string, chosen: string | undefined) =>
    html`<option${value === chosen && html` selected`}>${value}</option>`
  return html`<form class="filter" method="get" action="/people/list">
<p><label for="state">State</label><select id="state" name="state"><option value="">Any</option>${states.map((each) => option(each, state))}</select></p>
<p><label for="digest">Digest</label><select id="digest" name="digest"><option value="">Any</option>${digests.map((each) => option(each, digest))}</select></p>
<p><label for="topic">Topic they chose</label><input id="topic" name="topic" value="${topic ?? ''}" autocomplete="off"></p>
<p><button class="second">Filter</button></p>
</form>
${rows(
  page.subscribers.map(personRow),
  page.after === undefined ? 'No subscribers to show.' : 'No matching subscribers on this page.',
)}
${page.after !== undefined && html`<p class="onward"><a href="/people/list?${query.toString()}">Next</a></p>`}
<p class="meta">In no particular order. To find one person, <a href="/people/">search by address</a>.</p>`
}

function personRow({ id, address, name, state, digest, topics, createdAt }: Subscriber): Html {
  return html`<a class="name" href="/people/${id}/"><bdi>${address}</bdi>${name && html` <span class="meta"><bdi>${name}</bdi></span>`}</a>
<span class="meta">${stateBadge(state)}</span>
<span class="meta">${digest}, ${topics.length > 0 ? topics.join(', ') : 'every topic'}</span>
<span class="meta">since ${instant(createdAt)}</span>`
}
