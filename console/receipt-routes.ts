import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { UploadState } from '../core/articles/article.ts'
import type { Receipt } from '../core/articles/receipt.ts'
import type { Problem } from '../core/problem.ts'
import type { Stack } from '../operations/stack.ts'
import { type Html, sendNotFound, sendPage } from './frame/page.ts'
import { facts, instant, rows, stateBadge } from './frame/parts.ts'
import { findReceipt, listReceipts } from './read-receipts.ts'
import { receiptHref, receiptList } from './receipt-list.ts'
import { uploadForm } from './uploads/upload-form.ts'

const here = 'articles'

export function receiptRoutes({ uploads }: Stack): Hono {
  return new Hono()
    .get('/', async (c) => {
      const { state = '', key: prefix = '' } = c.req.query()
      const list = receiptList(await listReceipts(uploads, prefix), { state, prefix })
      return sendPage(c, { title: 'Receipts', here }, html`${uploadForm()}\n${list}`)
    })
    .get('/*', async (c) => {
      const key = readKey(c.req.url)
      const current = key === undefined ? undefined : await findReceipt(uploads, key)
      const upload = c.req.query('upload')
      if (key !== undefined && upload !== undefined && current?.upload !== upload) return sendWaiting(c, key)
      if (!current)
        return sendNotFound(c, 'There is no receipt for this key. Keys begin with articles/, backfill/ or issues/.')
      const { receipt } = current
      return sendPage(c, { title: receipt.title ?? receipt.key, here }, receiptPage(receipt))
    })
}

/** Reads the key from the undecoded address, because a key may contain any character. */
function readKey(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice('/receipts/'.length))
  } catch {
    return undefined
  }
}

function sendWaiting(c: Context, key: string): Promise<Response> {
  const content = html`<p role="status"><bdi>${key}</bdi> was uploaded and is being checked. This page reloads automatically.</p>`
  return sendPage(c, { title: 'Being checked', here, refresh: 1 }, content)
}

const meanings: Readonly<Record<UploadState, string>> = {
  published: 'On the site and in the feeds.',
  scheduled: 'It will be published automatically when it is due.',
  draft: 'It is not published, because the file or its path says that it is not for the public.',
  rejected: 'It was not published. Correct it and upload it again under the same name.',
  withdrawn: 'Removed from the site, the feeds and all future digests.',
}

function meaningOf({ state, urls, movedTo }: Receipt): string {
  if (state === 'rejected' && urls !== undefined) return 'Nothing changed: the last good version is still published.'
  return state === 'withdrawn' && movedTo !== undefined
    ? 'The article is published from another file.'
    : meanings[state]
}

/** Renders one receipt in full. */
function receiptPage(receipt: Receipt): Html {
  const { key, state, urls, due, problems, at } = receipt
  return html`<p>${stateBadge(state)} ${meaningOf(receipt)}</p>
${facts([
  ['Key', key],
  ['Checked', instant(at)],
  ...(due === undefined ? [] : [['Due', instant(due)] as const]),
  ...relations(receipt),
  ...Object.entries(urls ?? {}).map(
    ([name, url]) => [labels[name] ?? name, html`<a href="${url}">${url}</a>`] as const,
  ),
])}
<h2>Problems</h2>
${rows(problems.map(problemRow), 'None.')}`
}

/** Returns the version that the article replaced, and the uploads to which its text belongs. */
function relations({ title, corrects, copyOf, movedTo }: Receipt): (readonly [string, Html])[] {
  const upload = (key: string) => html`<a href="${receiptHref(key)}"><bdi>${key}</bdi></a>`
  const former = corrects && (corrects.title === title ? 'the version' : html`“<bdi>${corrects.title}</bdi>”`)
  return [
    ...(corrects ? [['Replaces', html`${former} of ${instant(corrects.at)}`] as const] : []),
    ...(copyOf === undefined ? [] : [['Same text as', upload(copyOf)] as const]),
    ...(movedTo === undefined ? [] : [['Moved to', upload(movedTo)] as const]),
  ]
}

const labels: Readonly<Record<string, string>> = { page: 'Page', rss: 'RSS', atom: 'Atom', json: 'JSON Feed' }

function problemRow({ rule, severity, line, column, message, fix }: Problem): Html {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}`
  return html`<span class="name"><bdi>${message}</bdi></span>
${fix !== undefined && html`<span class="fix"><bdi>${fix}</bdi></span>`}
<span class="meta"><span class="state ${severity}">${severity}</span> ${place} <code>${rule}</code></span>`
}
