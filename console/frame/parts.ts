import { html } from 'hono/html'
import type { Html } from './page.ts'

/** Renders an instant in UTC, to the minute. */
export function instant(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}\u00A0UTC</time>`
}

/** Renders the time until an instant. The browser's clock keeps it current. @public */
export function countdown(iso: string): Html {
  return html`<time datetime="${iso}" data-countdown>${iso.slice(0, 16).replace('T', ' ')}\u00A0UTC</time>`
}

/** Formats a number of bytes: `820 B`, `41.3 kB`. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function stateBadge(state: string): Html {
  return html`<span class="state ${state}">${state}</span>`
}

/** Renders a list of rows, or a sentence if there are none. */
export function rows(items: readonly Html[], nothing: string): Html {
  if (items.length === 0) return html`<p class="nothing">${nothing}</p>`
  return html`<ul class="rows">\n${items.map((item) => html`<li>${item}</li>\n`)}</ul>`
}

/** Renders a list of terms with their values. */
export function facts(pairs: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl class="facts">\n${pairs.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>\n`)}</dl>`
}

/** Renders counts, including zeros. */
export function countCells(counts: Readonly<Record<string, number>>): Html {
  const cells = Object.entries(counts).map(
    ([name, count]) => html`<div><dt>${name}</dt><dd>${count.toLocaleString('en')}</dd></div>\n`,
  )
  return html`<dl class="counts">\n${cells}</dl>`
}

/** Renders links to parts of a page. @param current name of the part that is shown */
export function tabs(
  label: string,
  links: readonly { readonly name: string; readonly label: string; readonly href: string }[],
  current: string,
): Html {
  return html`<nav class="tabs" aria-label="${label}"><ul>
${links.map(
  (link) =>
    html`<li><a href="${link.href}"${link.name === current && html` aria-current="page"`}>${link.label}</a></li>\n`,
)}</ul></nav>`
}

/** Renders text that a button copies. @param id unique on the page @public */
export function copyable(id: string, text: string): Html {
  return html`<span class="copyable"><code id="${id}">${text}</code>
<button type="button" class="quiet" data-copy="${id}">Copy</button></span>`
}

/** Renders how far something is. @param what names it for screen readers @public */
export function progressBar(what: string, value: number, total: number): Html {
  const share = total > 0 ? Math.floor((value / total) * 100) : 0
  return html`<div class="progress"><progress max="${Math.max(total, 1)}" value="${value}" aria-label="${what}"></progress>
<span>${value.toLocaleString('en')} of ${total.toLocaleString('en')} (${share}\u00A0%)</span></div>`
}
