import { html } from 'hono/html'
import { countOf } from '../../core/text/count-of.ts'
import type { BouncesByProvider } from '../../operations/issues/count-bounces.ts'
import type { Html } from '../frame/page.ts'

/** Providers that are listed. Small ones are often the domain of one person. */
const listed = 30

/** Renders the bounces and complaints of an issue by provider. */
export function providerTable({ providers, unknown, read, complete }: BouncesByProvider): Html {
  const others = providers.slice(listed)
  const sum = others.flatMap(({ counts }) => Object.values(counts)).reduce((total, count) => total + count, 0)
  return html`<section id="providers-result"><h2>Bounces by provider</h2>
<p class="meta">${
    complete
      ? `Exact: all deliveries were read (${read.toLocaleString('en')}).`
      : `Only the first ${read.toLocaleString('en')} deliveries were read, so the real numbers are higher.`
  } Providers are told by the domain of the address.${unknown > 0 && ` ${countOf(unknown, 'mail')} went to people who were erased since.`}</p>
<div class="wide" tabindex="0" role="region" aria-label="Bounces by provider"><table><thead><tr><th scope="col">Provider</th><th scope="col">For good</th><th scope="col">For now</th><th scope="col">Refused</th><th scope="col">Spam</th></tr></thead><tbody>
${providers
  .slice(0, listed)
  .map(
    ({ provider, counts }) =>
      html`<tr><th scope="row"><bdi>${provider}</bdi></th><td>${counts.bounced}</td><td>${counts.softBounced}</td><td>${counts.refused}</td><td>${counts.complained}</td></tr>\n`,
  )}</tbody></table></div>
${others.length > 0 && html`<p class="meta">And ${sum} at ${countOf(others.length, 'other domain')}.</p>`}</section>`
}
