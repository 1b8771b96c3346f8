import { html } from 'hono/html'
import type { Receipt } from '../core/articles/receipt.ts'
import { hrefOf } from '../core/feeds/addresses.ts'
import { countOf } from '../core/text/count-of.ts'
import type { Html } from './frame/page.ts'
import { instant, rows, stateBadge } from './frame/parts.ts'
import { maximumReceipts, type ReceiptList } from './read-receipts.ts'

const states = ['published', 'scheduled', 'draft', 'rejected', 'withdrawn'] as const
const maximumShown = 200

export type ReceiptFilter = { readonly state: string; readonly prefix: string }

/** Renders receipts, newest first, with a form that filters them. */
export function receiptList(list: ReceiptList, { state, prefix }: ReceiptFilter): Html {
  const matching = list.receipts.filter((receipt) => state === '' || receipt.state === state)
  const visible = matching.slice(0, maximumShown)
  const notes = [
    ...(list.complete ? [] : [`Only the first ${countOf(maximumReceipts, 'receipt')} by key were read.`]),
    ...(visible.length < matching.length ? [`These are the newest ${visible.length} of ${matching.length}.`] : []),
  ]
  return html`${filterForm({ state, prefix })}
${notes.length > 0 && html`<p class="meta">${notes.join(' ')} Enter the beginning of a key to narrow them down.</p>`}
${receiptRows(visible, 'There is no such receipt.')}`
}

export function receiptRows(receipts: readonly Receipt[], nothing: string): Html {
  return rows(receipts.map(receiptRow), nothing)
}

export function receiptHref(key: string): string {
  return hrefOf(`receipts/${key}`)
}

function receiptRow({ key, state, title, problems, at }: Receipt): Html {
  return html`<a class="name" href="${receiptHref(key)}"><bdi>${title ?? key}</bdi></a>
<span class="meta">${stateBadge(state)} ${problems.length > 0 && countOf(problems.length, 'problem')}</span>
${title !== undefined && html`<span class="meta"><bdi>${key}</bdi></span>`}
<span class="meta">${instant(at)}</span>`
}

function filterForm({ state, prefix }: ReceiptFilter): Html {
  return html`<form class="filter" action="/receipts/">
<p><label for="state">State</label>
<select id="state" name="state">
<option value="">any</option>
${states.map((name) => html`<option${name === state && html` selected`}>${name}</option>\n`)}</select></p>
<p><label for="key">Key begins with</label>
<input id="key" name="key" value="${prefix}" placeholder="articles/"></p>
<button>Show</button>
</form>`
}
