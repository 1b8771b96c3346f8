import { html } from 'hono/html'
import type { MonthEstimate } from '../../operations/cost/estimate-month.ts'
import type { Html } from '../frame/page.ts'
import { facts } from '../frame/parts.ts'

const usd = (amount: number) => `$${amount.toFixed(2)}`

/** Renders what this month costs, and from which figures. */
export function costTable({ month, pricesAsOf, figures, services, mails, total }: MonthEstimate): Html {
  return html`<p><strong>${usd(total.aLaCarte)}</strong> in ${month}, or ${usd(total.newAccounts)} in an SES account opened since 2026-07-21.</p>
${facts([
  ['Mails', `${usd(mails.aLaCarte)}, or ${usd(mails.newAccounts)}`],
  ['Other services', `${usd(services.usd)}, or ${usd(services.gross)} without the free tier`],
  ...figures.map(({ what, value, source, note }) => {
    const amount = source === 'unknown' ? 'unknown' : Math.round(value).toLocaleString('en')
    return [what.charAt(0).toUpperCase() + what.slice(1), `${amount} (${note ?? source})`] as const
  }),
])}
<p class="meta">At the prices of ${pricesAsOf} in us-east-1. A stack on this machine costs nothing. <code>npx postrider cost</code> shows each service.</p>`
}
