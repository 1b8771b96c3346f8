import { html } from 'hono/html'
import { describeRemovedDigests } from '../core/monitoring/removed-digests.ts'
import type { Stack } from '../operations/stack.ts'
import type { Html } from './frame/page.ts'

/** Says how many subscribers get no mail because their digest was removed. Returns an empty text if there are none. */
export async function removedBanner({
  readRemovedDigests,
  site,
}: Pick<Stack, 'readRemovedDigests' | 'site'>): Promise<Html | ''> {
  const lines = describeRemovedDigests(await readRemovedDigests(), site.publication)
  if (lines.length === 0) return ''
  return html`<div class="banner" role="status">${lines.map((line) => html`<p>${line}</p>`)}</div>`
}
