import { html } from 'hono/html'
import { lastWeeks } from '../../core/monitoring/growth.ts'
import { countOf } from '../../core/text/count-of.ts'
import { sharedCensus } from '../../operations/people/take-census.ts'
import type { Stack } from '../../operations/stack.ts'
import { reasonList } from '../digests/reasons.ts'
import { barChart } from '../frame/chart.ts'
import { live } from '../frame/live.ts'
import type { Html } from '../frame/page.ts'
import { countCells, instant } from '../frame/parts.ts'

const weeks = 26

/** Renders the search for a person, how many there are, and how that has changed. */
export async function peoplePage(stack: Stack, now: Date): Promise<Html> {
  return html`${searchForm()}
${isFresh(stack, now) ? await live('census', census(stack, now)) : census(stack, now)}
${await reasonList(stack)}`
}

/** True while people are counted, and shortly after that. */
function isFresh(stack: Stack, now: Date): boolean {
  const { taken } = sharedCensus(stack).latest()
  return !taken || now.getTime() - taken.at.getTime() < 60_000
}

/** Posts the address, because addresses of pages end up in the history of the browser. */
export function searchForm(): Html {
  return html`<form class="search" method="post" action="/people/find" role="search">
<label for="address">Find a person by address</label>
<p><input id="address" name="address" type="email" required autocomplete="off" spellcheck="false" placeholder="ada@example.org">
<button>Find</button></p>
</form>`
}

function census(stack: Stack, now: Date): Html {
  const { taken, rows, failure } = sharedCensus(stack).latest()
  if (failure !== undefined)
    return html`<form method="post" action="/people/count"><p role="alert">The list could not be counted: ${failure}</p><p><button class="second">Count again</button></p></form>`
  if (!taken) return html`<p class="meta" role="status">Counting everybody: ${rows.toLocaleString('en')} so far.</p>`
  const { states, suppressed, asked, lapsed, digests } = taken.census
  const permissions = asked + lapsed > 0 ? { 'asked again': asked, lapsed } : {}
  const growth = lastWeeks(taken.census, now, weeks)
  const link = (state: string) => html`<a href="/people/list?state=${state}">${state}</a>`
  return html`<section aria-label="How many">
${countCells({ ...states, 'must not be mailed': suppressed, ...permissions })}
<p class="meta">List: ${link('confirmed')}, ${link('pending')}, ${link('unsubscribed')}. Counted ${instant(taken.at.toISOString())}.</p>
<div class="columns"><div><h2>Joined per week</h2>
${barChart(
  'People who confirmed, or were imported with consent',
  growth.map(({ monday, joined }) => ({ label: monday, value: joined })),
  ['joined'],
)}</div>
<div><h2>Left per week</h2>
${barChart(
  'People who unsubscribed or were erased',
  growth.map(({ monday, left }) => ({ label: monday, value: left })),
  ['left'],
)}</div></div>
<h2>Readers of each digest</h2>
<ul class="rows">${[...digests]
    .sort(([, a], [, b]) => b - a)
    .map(
      ([digest, count]) =>
        html`<li><a class="name" href="/people/list?state=confirmed&amp;digest=${digest}">${digest}</a><span class="meta">${countOf(count, 'reader')}</span></li>\n`,
    )}</ul></section>`
}
