import { html } from 'hono/html'
import {
  describeReason,
  type LeavingReason,
  leavingReasons,
  neverSignedUp,
  type ReasonText,
} from '../../core/subscribers/leaving-reason.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { rows } from '../frame/parts.ts'

/** Months and texts that are shown of why people left. */
const shownMonths = 12
const shownTexts = 20
/** Texts that are read to find those of one digest. */
const readTexts = 200

/** Says why people left, in the newest months and texts. @param digest of one digest only */
export async function reasonList({ reasons }: Pick<Stack, 'reasons'>, digest?: string): Promise<Html> {
  const isShown = (each: { readonly digest: string }) => digest === undefined || each.digest === digest
  const [all, texts] = await Promise.all([reasons.listTotals(), reasons.listTexts(digest ? readTexts : shownTexts)])
  const own = all.filter(isShown)
  if (own.length === 0) return html``
  const months = [...new Set(own.map(({ month }) => month))].slice(0, shownMonths)
  const totals = own.filter(({ month }) => months.includes(month))
  const sum = (reason: LeavingReason) => totals.reduce((count, { counts }) => count + counts[reason], 0)
  const highest = Math.max(1, ...leavingReasons.map(sum))
  const warning = neverSignedUp(totals)
  return html`<h2>Why people left since ${months.at(-1) ?? ''}</h2>
${warning !== undefined && html`<p role="status">${warning}</p>`}
<table class="bars"><thead><tr><th scope="col">Reason</th><th scope="col">People</th></tr></thead><tbody>
${leavingReasons.map((reason) => html`<tr><th scope="row">${describeReason(reason)}</th><td><meter max="${highest}" value="${sum(reason)}" aria-hidden="true"></meter> ${sum(reason).toLocaleString('en')}</td></tr>\n`)}</tbody></table>
${texts.some(isShown) && rows(texts.filter(isShown).slice(0, shownTexts).map(reasonRow), '')}`
}

function reasonRow({ day, digest, reason, text }: ReasonText): Html {
  return html`<span class="name"><bdi>${text}</bdi></span>
<span class="meta">${describeReason(reason)}, ${digest}</span>
<span class="meta">${day}</span>`
}
