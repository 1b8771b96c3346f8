import path from 'node:path'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { maximumFileBytes } from '../core/reading/limits.ts'
import { classifyKey } from '../core/reading/upload-key.ts'
import { type Html, rows, sendPage } from './console-page.ts'
import type { ConsoleStack } from './console-sources.ts'
import { receiptHref } from './receipt-list.ts'

/** Bytes. The largest file that Postrider accepts, and some KB for the encoding of the form. */
const largestForm = maximumFileBytes + 10_000

/** Bytes; S3's own limit. */
const longestKey = 1024

type Uploaded = { readonly key: string; readonly etag: string }

/** Uploads files as news, as an editor would. If one of them has a name that is not allowed, uploads none. */
export function uploadRoutes({ uploads }: ConsoleStack): Hono {
  const limit = bodyLimit({
    maxSize: largestForm,
    onError: (c) => refuse(c, `You can upload at most ${maximumFileBytes / 1_000_000} MB at a time.`, 413),
  })
  return new Hono().post('/', limit, async (c) => {
    const files = await readFiles(c)
    if (files.length === 0) return refuse(c, 'Choose a file first.')
    const refused = files.find((file) => !isAllowed(keyOf(file)))
    if (refused) return refuse(c, `Postrider does not accept files named “${refused.name}”.`)
    const uploaded: Uploaded[] = []
    for (const file of files) {
      const type = file.type || 'application/octet-stream'
      uploaded.push({ key: keyOf(file), etag: await uploads.put(keyOf(file), await file.bytes(), type) })
    }
    return answer(c, uploaded)
  })
}

/** Reads the files of a form. Returns none if the form cannot be decoded. An empty form has a file without a name. */
async function readFiles(c: Context): Promise<readonly File[]> {
  const form = await c.req.parseBody({ all: true }).catch(() => undefined)
  return [form?.file ?? []].flat().filter((field): field is File => typeof field !== 'string' && field.name !== '')
}

function keyOf({ name }: File): string {
  return `articles/${path.posix.basename(name)}`
}

/** Excludes keys with dot segments. An address cannot contain them, so the receipt could not be shown. */
function isAllowed(key: string): boolean {
  return classifyKey(key).kind !== 'ignored' && Buffer.byteLength(key) <= longestKey && !/\/\.\.?$/.test(key)
}

/** Redirects to the receipt if one article was uploaded. Otherwise lists the uploads. Receipts exist a moment later. */
function answer(c: Context, uploaded: readonly Uploaded[]): Response | Promise<Response> {
  const [first, ...others] = uploaded.filter(({ key }) => classifyKey(key).kind === 'article')
  if (first && others.length === 0) return c.redirect(awaitedHref(first), 303)
  const list = uploaded.map((each) => (classifyKey(each.key).kind === 'article' ? articleRow(each) : assetRow(each)))
  return sendPage(c, { title: 'Uploaded', here: 'receipts' }, rows(list, ''))
}

function awaitedHref({ key, etag }: Uploaded): string {
  return `${receiptHref(key)}?upload=${encodeURIComponent(etag)}`
}

function articleRow(uploaded: Uploaded): Html {
  return html`<a class="name" href="${awaitedHref(uploaded)}"><bdi>${uploaded.key}</bdi></a>`
}

function assetRow({ key }: Uploaded): Html {
  return html`<span class="name"><bdi>${key}</bdi></span>
<span class="meta">Files beside an article do not get their own receipts.</span>`
}

function refuse(c: Context, why: string, status: 400 | 413 = 400): Promise<Response> {
  return sendPage(c, { title: 'Not uploaded', here: 'receipts' }, html`<p role="alert">${why}</p>`, status)
}
