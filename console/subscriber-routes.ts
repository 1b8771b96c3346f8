import { Hono } from 'hono'
import { html } from 'hono/html'
import {
  describeReason,
  type LeavingReason,
  leavingReasons,
  neverSignedUp,
  type ReasonText,
} from '../core/subscribers/leaving-reason.ts'
import type { Subscriber, SubscriberState } from '../core/subscribers/subscriber.ts'
import { countOf } from '../core/text/count-of.ts'
import type { Stack } from '../operations/stack.ts'
import { type Html, sendPage } from './frame/page.ts'
import { countCells, instant, rows, stateBadge } from './frame/parts.ts'

/** Maximum subscribers read, because the table does not store their number. */
const maximumSubscribers = 1000
/** Months and texts that are shown of why people left. */
const shownMonths = 12
const shownTexts = 20

export function subscriberRoutes(stack: Stack): Hono {
  return new Hono().get('/', async (c) => {
    const [list, reasons] = await Promise.all([readSubscribers(stack), reasonList(stack)])
    const content = html`${subscriberList(list)}${reasons}`
    return sendPage(c, { title: 'Subscribers', here: 'people' }, content)
  })
}

type SubscriberList = { readonly subscribers: readonly Subscriber[]; readonly complete: boolean }

async function readSubscribers({ subscribers }: Stack): Promise<SubscriberList> {
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
${countCells({ ...Object.fromEntries(states.map((state) => [state, count(state)])), ...countPermissions(subscribers) })}
${rows(newestFirst.map(subscriberRow), 'Nobody has subscribed yet.')}`
}

/** Why people left, in the newest months and in the newest texts. */
async function reasonList({ reasons }: Stack): Promise<Html> {
  const [all, texts] = await Promise.all([reasons.listTotals(), reasons.listTexts(shownTexts)])
  if (all.length === 0) return html``
  const months = [...new Set(all.map(({ month }) => month))].slice(0, shownMonths)
  const totals = all.filter(({ month }) => months.includes(month))
  const sum = (reason: LeavingReason) => totals.reduce((count, { counts }) => count + counts[reason], 0)
  const warning = neverSignedUp(totals)
  return html`<h2>Why people left since ${months.at(-1) ?? ''}</h2>
${warning !== undefined && html`<p role="status">${warning}</p>`}
${countCells(Object.fromEntries(leavingReasons.map((reason) => [describeReason(reason), sum(reason)])))}
${texts.length > 0 && rows(texts.map(reasonRow), '')}`
}

function reasonRow({ day, digest, reason, text }: ReasonText): Html {
  return html`<span class="name"><bdi>${text}</bdi></span>
<span class="meta">${describeReason(reason)}, ${digest}</span>
<span class="meta">${day}</span>`
}

/** Readers who were asked whether they still want the mails, and those who did not answer. */
function countPermissions(subscribers: readonly Subscriber[]): Record<string, number> {
  const asked = subscribers.filter(({ permission }) => permission !== undefined).length
  const lapsed = subscribers.filter(({ unsubscribedBy }) => unsubscribedBy === 'lapse').length
  return asked + lapsed > 0 ? { 'asked again': asked, lapsed } : {}
}

function subscriberRow({ address, name, state, digest, topics, createdAt }: Subscriber): Html {
  return html`<span class="name"><bdi>${address}</bdi>${name && html` <bdi>${name}</bdi>`}</span>
<span class="meta">${stateBadge(state)} ${digest}, ${topics.length > 0 ? topics.join(', ') : 'every topic'}</span>
<span class="meta">since ${instant(createdAt)}</span>`
}
