import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { maximumFileBytes } from '../../../core/reading/limits.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import type { UploadIndex } from '../../../operations/articles/upload-index.ts'
import type { Stack } from '../../../operations/stack.ts'
import { findPresent, type Present, type Replacement } from '../../../operations/uploads/present-articles.ts'
import { type Html, sendPage } from '../../frame/page.ts'
import { instant, rows } from '../../frame/parts.ts'
import { actionHref, awaitedHref } from '../addresses.ts'
import { type ChosenFile, type ChosenFiles, readChosenFiles } from './chosen-files.ts'
import { droppedRoutes } from './dropped-files.ts'

/** Bytes. The largest file that Postrider accepts, and some KB for the encoding of the form. */
const largestForm = maximumFileBytes + 10_000
/** Bytes of the form that confirms an upload. */
const largestAnswer = 1000

type Uploaded = { readonly key: string; readonly etag: string }
/** An upload that waits for an answer to the question whether it may replace articles. */
type Waiting = { readonly id: string; readonly chosen: ChosenFiles; readonly present: Present }

/**
 * Uploads files as an editor would. Uploads none if one of them has a name that is not allowed, or would replace a
 * different article. In the second case, it keeps the files and asks.
 */
export function uploadRoutes(stack: Stack, index: Pick<UploadIndex, 'expire'>): Hono {
  // Only the newest, because it may have 100 MB.
  let waiting: Waiting | undefined
  return new Hono()
    .post('/', limitOf(largestForm), async (c) => {
      const chosen = await readChosenFiles(c)
      if (chosen.refusal !== undefined) return refuse(c, chosen.refusal)
      const present = await findPresent(
        chosen.files.map(({ key, file }) => ({ key, bytes: () => file.bytes() })),
        stack,
      )
      if (present.replacements.length === 0) return upload(c, chosen, present, stack, index)
      waiting = { id: crypto.randomUUID(), chosen, present }
      return ask(c, waiting)
    })
    .post('/replace', limitOf(largestAnswer), async (c) => {
      const { id } = await c.req.parseBody().catch(() => ({ id: undefined }))
      if (waiting?.id !== id || waiting === undefined) return refuse(c, 'Choose the files again.', 410)
      const { chosen, present } = waiting
      waiting = undefined
      return upload(c, chosen, present, stack, index)
    })
    .route('/', droppedRoutes(stack, index))
}

function limitOf(maxSize: number) {
  const message = `You can upload at most ${maximumFileBytes / 1_000_000} MB at a time.`
  return bodyLimit({ maxSize, onError: (c) => refuse(c, message, 413) })
}

async function upload(
  c: Context,
  { files, leftOut }: ChosenFiles,
  present: Present,
  { uploads }: Stack,
  index: Pick<UploadIndex, 'expire'>,
) {
  index.expire()
  const uploaded: Uploaded[] = []
  for (const file of files) {
    const etag = await put(file, present, uploads)
    if (etag === undefined) return refuse(c, `${file.key} was changed in the meantime. Upload it again.`, 409)
    uploaded.push({ key: file.key, etag })
  }
  return answer(c, uploaded, leftOut)
}

/** Returns undefined if an article has been uploaded since its key was read. */
async function put({ file, key }: ChosenFile, { etags }: Present, uploads: Stack['uploads']) {
  const type = file.type || 'application/octet-stream'
  const bytes = await file.bytes()
  if (classifyKey(key).kind !== 'article') return uploads.put(key, bytes, type)
  return uploads.putOver(etags.get(key), key, bytes, type)
}

/** Asks whether to replace articles. */
function ask(c: Context, { id, chosen, present }: Waiting): Promise<Response> {
  const others = chosen.files.length - present.replacements.length
  const content = html`<p role="alert">Nothing has been uploaded yet. ${
    present.replacements.length === 1 ? 'This path has' : 'These paths have'
  } a different article already:</p>
${rows(present.replacements.map(replacementRow), '')}
<form class="upload" method="post" action="${actionHref('upload/replace')}">
<input type="hidden" name="id" value="${id}">
<p>If you replace it, its readers find the new article at the old address, and nobody gets the new one by mail. To keep both,
rename your file.${others > 0 && ' The other files are uploaded only if you replace.'}</p>
<button>Replace</button>
</form>
<p class="onward"><a href="/articles/">Keep what is there</a></p>`
  return sendPage(c, { title: 'Replace another article?', here: 'articles' }, content, 409)
}

function replacementRow({ key, since, titles: [present, next] }: Replacement): Html {
  return html`<span class="name"><bdi>${key}</bdi></span>
<span class="meta">There: <bdi>${present ?? 'an article without a title'}</bdi>, uploaded ${instant(since.toISOString())}</span>
<span class="meta">Yours: <bdi>${next ?? 'an article without a title'}</bdi></span>`
}

/** Redirects to the receipt if one article was uploaded. Otherwise lists the uploads. Receipts exist a moment later. */
function answer(c: Context, uploaded: readonly Uploaded[], leftOut: readonly string[]): Response | Promise<Response> {
  const [first, ...others] = uploaded.filter(({ key }) => classifyKey(key).kind === 'article')
  if (first && others.length === 0 && leftOut.length === 0) return c.redirect(awaitedHref(first.key, first.etag), 303)
  const content = html`${rows(uploaded.map(uploadedRow), '')}
${leftOut.length > 0 && html`<h2>Left out, because they are not content</h2>\n${rows(leftOut.map(leftOutRow), '')}`}`
  return sendPage(c, { title: 'Uploaded', here: 'articles' }, content)
}

function uploadedRow(uploaded: Uploaded): Html {
  return html`<a class="name" href="${awaitedHref(uploaded.key, uploaded.etag)}"><bdi>${uploaded.key}</bdi></a>`
}

function leftOutRow(path: string): Html {
  return html`<span class="name"><bdi>${path}</bdi></span>`
}

function refuse(c: Context, why: string, status: 400 | 409 | 410 | 413 = 400): Promise<Response> {
  return sendPage(c, { title: 'Not uploaded', here: 'articles' }, html`<p role="alert">${why}</p>`, status)
}
