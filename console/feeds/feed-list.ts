import { html } from 'hono/html'
import { sumReaders } from '../../core/audience/count-readers.ts'
import type { FeedReport, FeedsReport } from '../../operations/read-feeds.ts'
import { barChart } from '../frame/chart.ts'
import type { Html } from '../frame/page.ts'
import { facts, instant, rows, sizeOf } from '../frame/parts.ts'

/** Bytes. Some feed readers give up on larger feeds, and all of them load the whole feed after each change. */
const largest = 512_000

/** Renders the feeds, each with what is wrong about it and, if they are counted, its readers per week. */
export function feedList({ counted, feeds, leftOut }: FeedsReport): Html {
  const broken = feeds.filter(({ check }) => check.problems.length > 0).length
  const summary =
    broken === 0 ? `All ${feeds.length} feeds are valid.` : `${broken} of ${feeds.length} feeds have problems.`
  return html`<p>${summary}${leftOut > 0 && html` The feeds of ${leftOut} smaller topics and authors are not shown.`}</p>
${
  !counted &&
  html`<p class="meta">Readers are not counted. To count them without tracking, set <code>"feedAudience": true</code> in publication.json and deploy.</p>`
}
${rows(
  feeds.map((feed) => feedRow(feed, counted)),
  'There are no feeds.',
)}`
}

function feedRow({ path, url, size, check, audience }: FeedReport, counted: boolean): Html {
  const { problems, items, newest } = check
  const verdict =
    problems.length === 0 ? 'valid' : html`<ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul>`
  const large =
    size > largest ? `, more than the ${sizeOf(largest)} that all feed readers accept` : ` of ${sizeOf(largest)}`
  const readers = audience?.newest ? sumReaders(audience.newest) : 0
  const weeks = (audience?.weeks ?? []).map((week) => ({ label: `week of ${week.week}`, value: week.readers }))
  return html`<h2 class="name"><a href="${url}"><bdi>/${path}</bdi></a></h2>
${facts([
  ['Check', verdict],
  ['Size', `${sizeOf(size)}${large}`],
  ['Items', String(items)],
  ['Newest item', newest === undefined ? 'none' : instant(newest)],
  ...(counted ? [['Readers on the last day', readers.toLocaleString('en')] as const] : []),
])}
${weeks.length > 0 && barChart(`Readers of /${path} per week`, weeks, ['readers'])}`
}
