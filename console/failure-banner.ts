import { html } from 'hono/html'
import { groupFailures } from '../core/read-failure.ts'
import { countOf } from '../core/text/count-of.ts'
import type { Stack } from '../operations/stack.ts'
import type { Html } from './frame/page.ts'

/** Renders which messages failed in spite of all retries, and what users lose. Returns an empty text if there are none. */
export async function failureBanner({ failures }: Pick<Stack, 'failures'>): Promise<Html | ''> {
  if ((await failures.count()) === 0) return ''
  const groups = groupFailures(await failures.list())
  return html`<div class="banner" role="status"><p>Messages have failed. Fix the cause, which the logs contain, and retry them with
<code>npx postrider failures redrive</code>.</p><ul>${groups.map(
    ({ source, failures: count, lambda, loss }) =>
      html`<li>${countOf(count, 'message')} of <code>${source}</code>${lambda && html` (<code>${lambda}</code>)`}: ${loss}</li>`,
  )}</ul></div>`
}
