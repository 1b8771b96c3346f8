import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { isLive as isLiveRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import { setDraft } from '../../operations/articles/draft-mark.ts'
import { refuseArticleKey } from '../../operations/articles/move-upload.ts'
import { ifAllowed, previewDraft } from '../../operations/articles/preview-draft.ts'
import { readSource, writeSource } from '../../operations/articles/source-text.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import type { Stack } from '../../operations/stack.ts'
import { contentTypeOf } from '../../operations/uploads/content-type.ts'
import type { ArticlePreview } from '../../operations/uploads/preview-article.ts'
import { sendQuestion } from '../frame/confirm.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { actionHref, awaitedHref, uploadHref } from './addresses.ts'
import { type Edited, type EditorState, editorPage, findings } from './editor-page.ts'
import { findReceipt } from './load-upload.ts'
import { newArticleRoutes } from './new-article.ts'
import { previewDocument, previewPanels, previewPart, previewPolicy, shownPreviews } from './shown-previews.ts'

const here = 'articles'
const up = { href: '/articles/', label: 'Articles' }
/** Bytes of a form with a text, whose lines a browser sends with two characters at their ends. */
const largestForm = 2 * maximumArticleBytes + 10_000

/** Serves the editor and its previews. */
export function editorRoutes(stack: Stack, index: UploadIndex): Hono {
  const previews = shownPreviews()
  const digests = Object.keys(stack.site.publication.digests)
  const policy = previewPolicy(new URL(stack.site.url).origin)
  const limit = bodyLimit({
    maxSize: largestForm,
    onError: (c) => c.text(`An article has at most ${maximumArticleBytes / 1_000_000} MB.\n`, 413),
  })

  const check = async ({
    key,
    text,
    ...about
  }: Edited): Promise<{ id: string; preview: ArticlePreview } | undefined> => {
    if (classifyKey(key).kind !== 'article') return undefined
    const preview = await previewDraft(key, writeSource(text, about), stack, new Date())
    return { id: previews.add(preview), preview }
  }
  const sendEditor = async (c: Context, edited: Edited, trouble: Pick<EditorState, 'theirs' | 'refusal'> = {}) => {
    const { kind } = classifyKey(edited.key)
    const state: EditorState = {
      ...{ ...trouble, edited, digests, preview: await check(edited), isLive: await isLive(edited.key, stack) },
      kind: kind === 'insert' || kind === 'welcome' ? kind : 'article',
    }
    const title = edited.etag === '' ? 'New article' : `Edit ${edited.key.slice(edited.key.lastIndexOf('/') + 1)}`
    const status = trouble.theirs !== undefined ? 409 : trouble.refusal === undefined ? 200 : 400
    return sendPage(c, { title, here, up, scripts: ['article-editor'] }, editorPage(state), status)
  }
  const save = async (c: Context, edited: Edited) => {
    const { key, etag, text } = edited
    const refusal = refuseKey(key)
    if (refusal) return sendEditor(c, edited, { refusal })
    const bytes = writeSource(text, edited)
    const saved = await stack.uploads.putOver(etag === '' ? undefined : etag, key, bytes, contentTypeOf(key))
    index.expire()
    if (saved !== undefined) return c.redirect(awaitedHref(key, saved), 303)
    const present = await stack.uploads.get(key, maximumArticleBytes)
    const theirs = present ? (readSource({ key, ...present })?.text ?? '') : ''
    return sendEditor(c, { ...edited, etag: present?.etag ?? '' }, { theirs })
  }

  return new Hono()
    .route('/new', newArticleRoutes(stack, index, sendEditor))
    .get('/edit', async (c) => {
      const key = c.req.query('key') ?? ''
      const stored = isText(key) ? await stack.uploads.get(key, maximumArticleBytes) : undefined
      const source = stored && stored.size <= maximumArticleBytes ? readSource({ key, ...stored }) : undefined
      if (!stored || !source) return sendNotFound(c, 'There is no text to edit under this path.')
      return sendEditor(c, { key, etag: stored.etag, ...source })
    })
    .post('/edit', limit, async (c) => {
      const form = await readForm(c)
      return form ? sendEditor(c, form.edited) : sendNotFound(c, 'The form was not complete.')
    })
    .post('/check', limit, async (c) => {
      const form = await readForm(c)
      const checked = form && (await check(form.edited))
      if (!checked) return c.text('There is nothing to check.\n', 400)
      const { id, preview } = checked
      const panels = previewPanels(id, preview, digests)
      return c.html(html`<div id="findings">${findings(preview)}</div><div id="preview">${panels}</div>`)
    })
    .post('/save', limit, async (c) => {
      const form = await readForm(c)
      if (!form) return sendNotFound(c, 'The form was not complete.')
      const { edited, action, isConfirmed } = form
      const role = classifyKey(edited.key)
      const format = role.kind === 'article' ? role.format : undefined
      const marked =
        format === undefined || action === 'keep'
          ? edited
          : { ...edited, text: setDraft(edited.text, format, action === 'draft') }
      if (action === 'draft' && !isConfirmed && (await isLive(edited.key, stack))) return askToUnpublish(c, marked)
      return save(c, marked)
    })
    .get('/preview', async (c) => {
      const key = c.req.query('key') ?? ''
      const isArticle = classifyKey(key).kind === 'article'
      const stored = isArticle ? await stack.uploads.get(key, maximumArticleBytes) : undefined
      if (!stored) return sendNotFound(c, 'There is no article under this path.')
      const preview = await previewDraft(key, stored.bytes, stack, new Date())
      const content = previewPart(digests, previewPanels(previews.add(preview), preview, digests))
      return sendPage(
        c,
        { title: `Preview of ${preview.receipt.title ?? key}`, here, up: { href: uploadHref(key), label: key } },
        content,
      )
    })
    .get('/page', async (c) => {
      const key = c.req.query('key') ?? ''
      const isArticle = classifyKey(key).kind === 'article'
      const stored = isArticle ? await stack.uploads.get(key, maximumArticleBytes) : undefined
      const preview = stored && (await previewDraft(key, stored.bytes, stack, new Date()))
      const document = preview && previewDocument(preview, 'page')
      const headers = { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' }
      return document === undefined
        ? c.text('There is no page to show.\n', 404, headers)
        : c.html(document, 200, headers)
    })
    .get('/shown/:id/:part', (c) => {
      const preview = previews.get(c.req.param('id'))
      const document = preview && previewDocument(preview, c.req.param('part'))
      const headers = { 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer' }
      if (document === undefined) return c.text('This preview is too old. Load the page again.\n', 404, headers)
      return c.html(document, 200, headers)
    })
}

type Form = { readonly edited: Edited; readonly action: string; readonly isConfirmed: boolean }

async function readForm(c: Context): Promise<Form | undefined> {
  const form: Readonly<Record<string, unknown>> = await c.req.parseBody().catch(() => ({}))
  const { key, etag, source, lineEnd, hasMark, action = 'keep', isConfirmed } = form
  if (typeof key !== 'string' || typeof etag !== 'string' || typeof source !== 'string') return undefined
  const edited: Edited = {
    ...{ key, etag, text: source.replace(/\r\n?/g, '\n'), hasMark: hasMark === 'on', changesCharset: false },
    lineEnd: lineEnd === 'crlf' ? '\r\n' : '\n',
  }
  return { edited, action: String(action), isConfirmed: isConfirmed === 'yes' }
}

function isText(key: string): boolean {
  const { kind } = classifyKey(key)
  return kind === 'article' || kind === 'insert' || kind === 'welcome'
}

function refuseKey(key: string): string | undefined {
  const { kind } = classifyKey(key)
  return kind === 'insert' || kind === 'welcome' ? undefined : refuseArticleKey(key)
}

async function isLive(key: string, stack: Stack): Promise<boolean> {
  const record = await ifAllowed(() => stack.articles.get(articleId(key)), undefined)
  return record ? isLiveRecord(record) : (await findReceipt(key, stack))?.receipt.urls !== undefined
}

/** Says what readers will notice before a live article becomes a draft. */
function askToUnpublish(c: Context, { key, etag, text, lineEnd, hasMark }: Edited): Promise<Response> {
  const content: Html = html`<p>Readers can read this article now. As a draft, it disappears from the site, and its address leads nowhere. Feed readers
remove it, and the next issues leave it out. Mails that contain it stay as they are.</p>
<p>If you publish it again, it has the same address, and nobody gets it by mail a second time.</p>`
  return sendQuestion(c, {
    ...{ title: 'Take the article off the site?', here, up: { href: uploadHref(key), label: key }, text: content },
    ...{ action: actionHref('save'), button: 'Make it a draft', back: uploadHref(key) },
    fields: {
      ...{
        key,
        etag,
        source: `\n${text}`.slice(1),
        lineEnd: lineEnd === '\r\n' ? 'crlf' : 'lf',
        action: 'draft',
        isConfirmed: 'yes',
      },
      ...(hasMark && { hasMark: 'on' }),
    },
  })
}
