import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Subscriber, SubscriberState } from '../core/subscribers/subscriber.ts'
import { countOf } from '../core/text/count-of.ts'
import { countCells, type Html, instant, rows, sendPage, stateBadge } from './console-page.ts'
import type { ConsoleStack } from './console-sources.ts'

/** Maximum subscribers read, because the table does not store their number. */
const maximumSubscribers = 1000

export function subscriberRoutes(stack: ConsoleStack): Hono {
  return new Hono().get('/', async (c) => {
    const content = subscriberList(await readSubscribers(stack))
    return sendPage(c, { title: 'Subscribers', here: 'subscribers' }, content)
  })
}

type SubscriberList = { readonly subscribers: readonly Subscriber[]; readonly complete: boolean }

async function readSubscribers({ subscribers }: ConsoleStack): Promise<SubscriberList> {
  const list: Subscriber[] = []
  for await (const subscriber of subscribers.list()) {
    if (list.length === maximumSubscribers) return { subscribers: list, complete: false }
    list.push(subscriber)
  }
  return { subscribers: list, complete: true }
}

function subscriberList({ subscribers, complete }: SubscriberList): Html {
  const count = (state: SubscriberState) => subscribers.filter((subscriber) => subscriber.state === state).length
  const states = ['confirmed', 'pending', 'unsubscribed'] as const
  const newestFirst = subscribers.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  return html`${!complete && html`<p role="status">There are more than ${countOf(maximumSubscribers, 'subscriber')}. Only that many were read, in no particular order. <code>npx postrider subscribers export</code> reads all of them.</p>`}
${countCells(Object.fromEntries(states.map((state) => [state, count(state)])))}
${rows(newestFirst.map(subscriberRow), 'Nobody has subscribed yet.')}`
}

function subscriberRow({ address, name, state, digest, topics, createdAt }: Subscriber): Html {
  return html`<span class="name"><bdi>${address}</bdi>${name && html` <bdi>${name}</bdi>`}</span>
<span class="meta">${stateBadge(state)} ${digest}, ${topics.length > 0 ? topics.join(', ') : 'every topic'}</span>
<span class="meta">since ${instant(createdAt)}</span>`
}
