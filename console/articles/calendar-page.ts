import { html } from 'hono/html'
import { isWholeDay } from '../../core/text/calendar-day.ts'
import type { CalendarDay, CalendarMonth } from '../../operations/articles/calendar.ts'
import type { IndexedUpload, UploadSummary } from '../../operations/articles/upload-index.ts'
import type { Html } from '../frame/page.ts'
import { actionHref, uploadHref } from './addresses.ts'

export type CalendarItem = Pick<IndexedUpload, 'key'> &
  Pick<UploadSummary, 'state' | 'title'> & { readonly date: string }

/** Returns what a calendar shows: articles with a date that are published, scheduled or a draft. */
export function calendarItems(uploads: readonly IndexedUpload[]): readonly CalendarItem[] {
  return uploads.flatMap(({ key, exists, summary }) => {
    const { state, title, date, copyOf } = summary ?? {}
    const isShown = state === 'published' || state === 'scheduled' || state === 'draft'
    return exists && isShown && date !== undefined && copyOf === undefined ? [{ key, state, title, date }] : []
  })
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Renders a month as a table, which a phone shows as a list of days. @param today such as `2026-11-30` */
export function calendarTable(month: CalendarMonth<CalendarItem>, timeZone: string, today: string): Html {
  const name = monthName(month.month)
  return html`<nav class="months" aria-label="Months">
<a class="button" rel="prev" href="${calendarHref(month.previous)}"><span aria-hidden="true">←</span> ${monthName(month.previous)}</a>
<a class="button" href="${calendarHref(today.slice(0, 7))}">This month</a>
<a class="button" rel="next" href="${calendarHref(month.next)}">${monthName(month.next)} <span aria-hidden="true">→</span></a>
</nav>
<table class="calendar"><caption class="visually-hidden">Articles in ${name}</caption>
<thead><tr>${weekdays.map((day) => html`<th scope="col"><abbr title="${day}">${day.slice(0, 3)}</abbr></th>`)}</tr></thead>
<tbody>
${month.weeks.map((week) => html`<tr>${week.map((day) => dayCell(day, timeZone, today))}</tr>\n`)}</tbody></table>
<p class="meta">Days and times are those of ${timeZone}. New articles without a date do not appear.</p>`
}

function dayCell(cell: CalendarDay<CalendarItem> | undefined, timeZone: string, today: string): Html {
  if (!cell) return html`<td class="outside"></td>`
  const { day, items } = cell
  const date = new Date(`${day}T00:00:00Z`)
  const full = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(date)
  const isToday = day === today
  return html`<td class="${isToday ? 'today' : ''}${items.length === 0 ? ' empty' : ''}"${isToday && html` aria-current="date"`}>
<p class="day"><time datetime="${day}"><span class="number" aria-hidden="true">${date.getUTCDate()}</span><span class="full">${full}</span></time>
<a class="add" href="${actionHref('new')}?date=${day}" aria-label="New article on ${full}">+</a></p>
${items.length > 0 && html`<ul class="day-items">${items.map((item) => dayItem(item, timeZone))}</ul>`}</td>`
}

function dayItem({ key, state, title, date }: CalendarItem, timeZone: string): Html {
  const time = isWholeDay(date)
    ? ''
    : `${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(date))} `
  return html`<li class="${state}"><a href="${uploadHref(key)}">${time}<bdi>${title ?? key}</bdi></a>
<span class="state ${state}">${state}</span></li>\n`
}

export function monthName(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
}

function calendarHref(month: string): string {
  return `${actionHref('calendar')}?month=${month}`
}
