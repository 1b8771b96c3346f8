import { html } from 'hono/html'
import { describeAge } from '../../core/diagnosis/judge-work.ts'
import { type Failure, groupFailures } from '../../core/read-failure.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { Html } from '../frame/page.ts'
import { rows } from '../frame/parts.ts'

/** Renders the failed messages by source: what users lose, the last error, and a link that retries them. */
export function failureList(failures: readonly Failure[]): Html {
  const groups = groupFailures(failures)
  return html`${rows(
    groups.map(
      ({ source, failures: count, lambda, loss, error }) => html`<div class="finding">
<p class="name"><span class="state problem">${countOf(count, 'message')} of ${source === 'unknown' ? 'an unknown source' : source}</span></p>
<p>${loss}</p>
${error !== undefined && html`<p><strong>The last error:</strong> <bdi>${error}</bdi></p>`}
${lambda !== undefined && html`<p class="meta">They failed in the Lambda <code>${lambda}</code>. Its log says more: <code>npx postrider logs ${lambda}</code></p>`}
${source !== 'unknown' && html`<p><a class="button" href="/health/failures/redrive?source=${encodeURIComponent(source)}">Retry these…</a></p>`}</div>`,
    ),
    'No messages have failed.',
  )}
${groups.length > 1 && html`<p><a class="button" href="/health/failures/redrive">Retry all…</a></p>`}`
}

/** Renders the queues. @param counts messages @param ages seconds of the oldest message; absent if there is none */
export function queueTable(counts: Readonly<Record<string, number>>, ages: Readonly<Record<string, number>>): Html {
  return html`<table><thead><tr><th scope="col">Queue</th><th scope="col">Messages</th><th scope="col">Oldest</th></tr></thead><tbody>
${Object.entries(counts).map(
  ([name, count]) =>
    html`<tr><th scope="row">${name}</th><td>${count.toLocaleString('en')}</td><td>${ages[name] === undefined ? '–' : describeAge(ages[name])}</td></tr>\n`,
)}</tbody></table>`
}
