import { html } from 'hono/html'
import type { Mail, MailBox } from '../console-sources.ts'
import type { Html } from '../frame/page.ts'
import { instant, rows, sizeOf } from '../frame/parts.ts'
import { relayBanner } from './relay-banner.ts'

const pageSize = 50
const nothing = 'No mail has been sent yet.'

export function mailHref(id: string): string {
  return `/mail/${encodeURIComponent(id)}/`
}

/** Renders a page of captured mails, newest first. */
export function mailList(ses: MailBox, before: string | undefined): Html {
  const mails = ses.mails({ limit: pageSize + 1, ...(before !== undefined && { before }) })
  const visible = mails.slice(0, pageSize)
  const oldest = mails.length > pageSize ? visible.at(-1) : undefined
  return html`${relayBanner(ses.relayState?.())}${mailRows(visible, before === undefined ? nothing : 'There are no older mails.')}
<nav class="onward" aria-label="More mails">
${before !== undefined && html`<a href="/mail/">Newest</a>`}
${oldest && html`<a href="/mail/?before=${encodeURIComponent(oldest.id)}" rel="next">Older</a>`}
</nav>`
}

function mailRows(mails: readonly Mail[], nothing: string): Html {
  return rows(mails.map(mailRow), nothing)
}

function mailRow({ id, subject, source, destinations, at, size }: Mail): Html {
  return html`<a class="name" href="${mailHref(id)}"><bdi>${subject || '(no subject)'}</bdi></a>
<span class="meta">to <bdi>${addresses(destinations)}</bdi></span>
<span class="meta">from <bdi>${source}</bdi></span>
<span class="meta">${instant(at)}, ${sizeOf(size)}</span>`
}

/** Renders a shortened list of addresses, because a mail may have fifty recipients. */
export function addresses(list: readonly string[], maximumShown = 3): string {
  const more = list.length > maximumShown ? ` and ${list.length - maximumShown} more` : ''
  return list.slice(0, maximumShown).join(', ') + more
}
