import { html } from 'hono/html'
import { countOf } from '../../core/text/count-of.ts'
import { sharedCensus } from '../../operations/people/take-census.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { rows } from '../frame/parts.ts'
import { digestTitle, scheduleLine } from './digest-page.ts'

/** Marks that are read of each digest: a list says "80+". */
const mostPending = 80

/** Lists the digests with what goes out next. */
export async function digestRows(stack: Stack, now: Date): Promise<Html> {
  const digests = Object.keys(stack.site.publication.digests)
  const pending = await Promise.all(digests.map((digest) => stack.issues.listPending(digest, mostPending)))
  const readers = sharedCensus(stack).latest().taken?.census.digests
  return rows(
    digests.map((digest, index) => {
      const marks = pending[index] ?? []
      const count = marks.filter(({ handling }) => handling !== 'held').length
      const held = marks.length - count
      return html`<a class="name" href="/digests/${digest}/"><bdi>${digestTitle(digest, stack)}</bdi></a>
<span class="meta">${count >= mostPending ? `${mostPending}+ articles` : countOf(count, 'article')} pending${held > 0 && `, ${held} held`}</span>
${readers && html`<span class="meta">${countOf(readers.get(digest) ?? 0, 'reader')}</span>`}
<span class="meta">${scheduleLine(digest, stack, now)}</span>`
    }),
    'publication.json has no digests.',
  )
}
