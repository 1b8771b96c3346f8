import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { readableText } from '../../core/feeds/readable-text.ts'
import { hasLiveParts } from './live.ts'
import { takeNotice } from './notices.ts'
import { type Section, sections } from './sections.ts'

/** HTML in which all inserted values are escaped. */
export type Html = ReturnType<typeof html>

export type PageHead = {
  readonly title: string
  readonly here?: Section
  /** The page above this one, to go back to. */
  readonly up?: { readonly href: string; readonly label: string }
  /** Buttons and links beside the title. */
  readonly actions?: Html
  /** Seconds until a browser without JavaScript, or a page without live parts, loads the page again. */
  readonly refresh?: number
  /** Names of scripts in console/browser/ that only this page needs. */
  readonly scripts?: readonly string[]
}

/** htmx must not evaluate code, nor keep pages in the browser's storage. */
const htmxConfig = JSON.stringify({
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
  defaultSwapStyle: 'innerHTML',
})

/** Sends a page of the console. */
export async function sendPage(
  c: Context,
  { title, here, up, actions, refresh, scripts = [] }: PageHead,
  content: Html,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const body = String(await content)
  const isLive = hasLiveParts(body)
  const { pathname, search } = new URL(c.req.url)
  const source = `/live?page=${encodeURIComponent(pathname + search)}`
  const notice = takeNotice(c.req.query('notice'))
  const page = await html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – Postrider console</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content="${htmxConfig}">
${refresh !== undefined && refreshOf(refresh, isLive)}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
${['app', ...scripts].map((name) => html`<script src="/scripts/${name}.js" defer></script>\n`)}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<p class="brand"><a href="/">Postrider</a></p>
<nav aria-label="Console"><ul>
${sections.map(
  ({ name, href, label }) =>
    html`<li><a href="${href}"${name === here && html` aria-current="true"`}>${label}</a></li>\n`,
)}</ul></nav>
</header>
<main id="content"${isLive && html` data-live-source="${source}"`}>
${up && html`<p class="up"><a href="${up.href}"><span aria-hidden="true">←</span> ${up.label}</a></p>`}
${c.get('banner')}<div class="title"><h1><bdi>${title}</bdi></h1>${actions && html`<div class="actions">${actions}</div>`}</div>
${notice !== undefined && html`<p class="done" role="status">${notice}</p>`}
${raw(body)}
${isLive && html`<p class="live-switch"><button type="button" class="quiet" data-live-switch hidden>Pause live updates</button></p>`}
</main>
</body>
</html>
`
  return c.html(readableText(String(page)), status)
}

/** A page with live parts is loaded again only by browsers without JavaScript. */
function refreshOf(seconds: number, isLive: boolean): Html {
  const meta = html`<meta http-equiv="refresh" content="${seconds}">`
  return isLive ? html`<noscript>${meta}</noscript>` : meta
}

export function sendNotFound(c: Context, what: string): Promise<Response> {
  return sendPage(c, { title: 'Not found' }, html`<p>${what}</p>`, 404)
}
