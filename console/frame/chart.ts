import { html } from 'hono/html'
import type { Html } from './page.ts'

export type Bar = { readonly label: string; readonly value: number; readonly more?: number }

const height = 64
const width = 12
const gap = 4
/** Places for bars. A few bars do not fill the whole width. */
const fewest = 16

/**
 * Renders a small bar chart. Its table, which is folded, has the same numbers as text.
 * @param title what the bars count @param names what `value` and `more` are; `more` is drawn on top of `value`
 */
export function barChart(title: string, bars: readonly Bar[], names: readonly [string, string?]): Html {
  const highest = Math.max(1, ...bars.map(({ value, more = 0 }) => value + more))
  const scale = (count: number) => Math.round((count / highest) * height * 10) / 10
  const [first, second] = names
  const latest = bars.at(-1)
  const summary = latest ? `${latest.label}: ${latest.value.toLocaleString('en')} ${first}` : 'no data yet'
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${Math.max(bars.length, fewest) * (width + gap)} ${height}" role="img" aria-label="${title}. ${summary}" preserveAspectRatio="none">
${bars.map(({ value, more = 0 }, index) => {
  const x = index * (width + gap)
  const top = height - scale(value)
  return html`<rect class="first" x="${x}" y="${top}" width="${width}" height="${scale(value)}"/>${
    more > 0 && html`<rect class="second" x="${x}" y="${top - scale(more)}" width="${width}" height="${scale(more)}"/>`
  }\n`
})}</svg>
<details><summary>As a table</summary><table><thead><tr><th scope="col">Time</th><th scope="col">${first}</th>${
    second !== undefined && html`<th scope="col">${second}</th>`
  }</tr></thead><tbody>
${bars.map(
  ({ label, value, more }) =>
    html`<tr><th scope="row">${label}</th><td>${value.toLocaleString('en')}</td>${
      second !== undefined && html`<td>${(more ?? 0).toLocaleString('en')}</td>`
    }</tr>\n`,
)}</tbody></table></details></figure>`
}
