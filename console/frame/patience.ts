import { setTimeout as sleep } from 'node:timers/promises'
import { html } from 'hono/html'
import type { Html } from './page.ts'

/**
 * Returns a part of a page if it can be shown within some milliseconds, and otherwise a text that says that it is still
 * being read. With `href`, a browser then loads the part from there. Live parts need none, because their stream has them.
 * @param patience infinite: the part is waited for
 */
export async function inTime(part: Promise<Html>, patience: number, href?: string): Promise<Html> {
  if (patience === Number.POSITIVE_INFINITY) return part
  const late = Symbol('late')
  const shown = await Promise.race([part, sleep(patience, late)])
  if (shown !== late) return shown as Html // only the symbol is not HTML
  part.catch(() => undefined) // nobody waits for it any more
  const waiting = html`<p class="meta" role="status">Still being read.</p>`
  return href === undefined ? waiting : html`<div hx-get="${href}" hx-trigger="load">${waiting}</div>`
}
