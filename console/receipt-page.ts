import { html } from 'hono/html'
import type { UploadState } from '../core/articles/article.ts'
import type { Receipt } from '../core/articles/receipt.ts'
import type { Problem } from '../core/problem.ts'
import { facts, type Html, instant, rows, stateBadge } from './page.ts'

const meanings: Readonly<Record<UploadState, string>> = {
  published: 'On the site and in the feeds.',
  scheduled: 'It will appear by itself when it is due.',
  draft: 'Nobody sees it until it is uploaded without "draft: true".',
  rejected: 'It was not published. Correct it and upload it again under the same name.',
  withdrawn: 'Gone from the site, the feeds and the digests to come.',
}

/** One receipt in full. */
export function receiptPage({ key, state, urls, due, problems, at }: Receipt): Html {
  const isKeptUp = state === 'rejected' && urls !== undefined
  return html`<p>${stateBadge(state)} ${isKeptUp ? 'Nothing changed: the last good version is still up.' : meanings[state]}</p>
${facts([
  ['Key', key],
  ['Checked', instant(at)],
  ...(due === undefined ? [] : [['Due', instant(due)] as const]),
  ...Object.entries(urls ?? {}).map(
    ([name, url]) => [labels[name] ?? name, html`<a href="${url}">${url}</a>`] as const,
  ),
])}
<h2>Problems</h2>
${rows(problems.map(problemRow), 'None.')}`
}

const labels: Readonly<Record<string, string>> = { page: 'Page', rss: 'RSS', atom: 'Atom', json: 'JSON Feed' }

function problemRow({ rule, severity, line, column, message, fix }: Problem): Html {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}`
  return html`<span class="name"><bdi>${message}</bdi></span>
${fix !== undefined && html`<span class="fix"><bdi>${fix}</bdi></span>`}
<span class="meta"><span class="state ${severity}">${severity}</span> ${place} <code>${rule}</code></span>`
}
