import { html } from 'hono/html'
import type { RelayState } from '../../core/diagnosis/judge-relay.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { Html } from '../frame/page.ts'
import { instant } from '../frame/parts.ts'

/** Says what becomes of mails that leave this machine. Returns an empty text if they stay on it. */
export function relayBanner(state: RelayState | undefined): Html | '' {
  if (!state) return ''
  const { relay, waiting, deferred, relayedInDay, trouble, lastRefusal } = state
  const last = lastRefusal && html` The last refusal was ${lastRefusal.reply}, ${instant(lastRefusal.at)}.`
  const queue = html`${countOf(waiting, 'mail')} waiting${deferred > 0 && html`, ${String(deferred)} of them deferred`}.${last}`
  if (!trouble) {
    return html`<p class="meta">Mails go to <bdi>${relay}</bdi>, which took ${countOf(relayedInDay, 'mail')} in the last 24 hours. ${queue}</p>
`
  }
  return html`<div class="banner" role="status"><p><bdi>${trouble.reason}</bdi> So it has been since ${instant(trouble.since)}; the next try is at ${instant(trouble.nextTry)}. ${queue}</p></div>
`
}
