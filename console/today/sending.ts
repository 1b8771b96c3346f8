import { html } from 'hono/html'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { type Bar, barChart } from '../frame/chart.ts'
import type { Html } from '../frame/page.ts'

/** Issues in the chart. */
const mostBars = 20

/** Renders how many mails of each of the newest issues were submitted. @param issues newest first */
export function sendingChart(issues: readonly IssueRecord[]): Html {
  const bars = issues
    .flatMap(({ counts, digest, number }): readonly Bar[] =>
      counts
        ? [{ label: `${digest} ${number}`, value: counts.submitted, more: counts.failed + counts.suppressed }]
        : [],
    )
    .slice(0, mostBars)
  if (bars.length === 0) return html`<p class="nothing">No issue has been submitted yet.</p>`
  return barChart('Mails of the last issues', bars.toReversed(), ['submitted', 'failed or suppressed'])
}
