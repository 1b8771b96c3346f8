import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { readableText } from '../core/feeds/readable-text.ts'

/** HTML in which all inserted values are escaped. */
export type Html = ReturnType<typeof html>

const sections = [
  { name: 'overview', href: '/', label: 'Overview' },
  { name: 'mail', href: '/mail/', label: 'Mail' },
  { name: 'receipts', href: '/receipts/', label: 'Receipts' },
  { name: 'issues', href: '/issues/', label: 'Issues' },
  { name: 'subscribers', href: '/subscribers/', label: 'Subscribers' },
  { name: 'events', href: '/events/', label: 'Events' },
] as const

export type PageHead = {
  readonly title: string
  readonly here?: (typeof sections)[number]['name']
  /** Seconds until the browser reloads the page. */
  readonly refresh?: number
}

/** Sends a page of the console. */
export async function sendPage(
  c: Context,
  { title, here, refresh }: PageHead,
  content: Html,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const page = await html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – Postrider console</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<p class="brand">Postrider <span>console</span></p>
<nav aria-label="Console"><ul>
${sections.map(
  ({ name, href, label }) =>
    html`<li><a href="${href}"${name === here && html` aria-current="true"`}>${label}</a></li>\n`,
)}</ul></nav>
</header>
<main id="content">
<h1><bdi>${title}</bdi></h1>
${content}
</main>
</body>
</html>
`
  return c.html(readableText(String(page)), status)
}

export function sendNotFound(c: Context, what: string): Promise<Response> {
  return sendPage(c, { title: 'Not found' }, html`<p>${what}</p>`, 404)
}

/** Renders an instant in UTC, to the minute. */
export function instant(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}\u00A0UTC</time>`
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
