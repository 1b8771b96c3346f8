import { html } from 'hono/html'
import { isWholeDay } from '../../core/text/calendar-day.ts'
import type { IndexedUpload } from '../../operations/articles/upload-index.ts'
import type { Html } from '../frame/page.ts'
import { stateBadge } from '../frame/parts.ts'

/** Renders the state of an upload. */
export function uploadState({ isAnswered, summary }: Pick<IndexedUpload, 'isAnswered' | 'summary'>): Html {
  if (!isAnswered) return html`<span class="state pending">being checked</span>`
  if (!summary) return html`<span class="state">…</span>`
  return summary.copyOf === undefined ? stateBadge(summary.state) : html`<span class="state draft">copy</span>`
}

/** Renders an instant in the time zone of the publication; a day without a time as a day. */
export function dayAndTime(instant: string, timeZone: string): Html {
  return html`<time datetime="${instant}">${dateText(instant, timeZone)}</time>`
}

export function dateText(instant: string, timeZone: string): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return instant
  const day = { year: 'numeric', month: 'short', day: 'numeric' } as const
  const isDay = isWholeDay(instant)
  const time = isDay ? {} : ({ hour: '2-digit', minute: '2-digit' } as const)
  return new Intl.DateTimeFormat('en-GB', { ...day, ...time, timeZone: isDay ? 'UTC' : timeZone }).format(date)
}
