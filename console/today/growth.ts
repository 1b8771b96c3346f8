import { html } from 'hono/html'
import { lastWeeks } from '../../core/monitoring/growth.ts'
import { sharedCensus } from '../../operations/people/take-census.ts'
import type { Stack } from '../../operations/stack.ts'
import { barChart } from '../frame/chart.ts'
import type { Html } from '../frame/page.ts'

const weeks = 16

/** Renders how many people joined and left per week. While they are counted for the first time, says so. */
export function growthChart(stack: Stack, now: Date): Html {
  const { taken } = sharedCensus(stack).latest()
  if (!taken) return html`<p class="meta">Counting people.</p>`
  const bars = lastWeeks(taken.census, now, weeks).map(({ monday, joined, left }) => ({
    label: monday,
    value: joined,
    more: left,
  }))
  const confirmed = taken.census.states.confirmed.toLocaleString('en')
  return barChart(`People per week (${confirmed} confirmed now)`, bars, ['joined', 'left'])
}
