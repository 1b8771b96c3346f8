import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { ConsoleStack } from './console-sources.ts'
import { sendNotFound, sendPage } from './page.ts'
import { findReceipt, listReceipts } from './read-receipts.ts'
import { receiptList } from './receipt-list.ts'
import { receiptPage } from './receipt-page.ts'
import { uploadForm } from './upload-form.ts'

const here = 'receipts'

export function receiptRoutes({ uploads }: ConsoleStack): Hono {
  return new Hono()
    .get('/', async (c) => {
      const { state = '', key: prefix = '' } = c.req.query()
      const list = receiptList(await listReceipts(uploads, prefix), { state, prefix })
      return sendPage(c, { title: 'Receipts', here }, html`${uploadForm()}\n${list}`)
    })
    .get('/*', async (c) => {
      const key = readKey(c.req.url)
      const found = key === undefined ? undefined : await findReceipt(uploads, key)
      const awaited = c.req.query('upload')
      if (key !== undefined && awaited !== undefined && found?.upload !== awaited) return sendWaiting(c, key)
      if (!found) return sendNotFound(c, 'There is no receipt for this key. Keys begin with articles/ or backfill/.')
      const { receipt } = found
      return sendPage(c, { title: receipt.title ?? receipt.key, here }, receiptPage(receipt))
    })
}

/** A key may hold anything, so it is taken from the address as it was sent. */
function readKey(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname.slice('/receipts/'.length))
  } catch {
    return undefined
  }
}

function sendWaiting(c: Context, key: string): Promise<Response> {
  const content = html`<p role="status"><bdi>${key}</bdi> was uploaded and is being judged. This page asks again by itself.</p>`
  return sendPage(c, { title: 'Being judged', here, refresh: 1 }, content)
}
