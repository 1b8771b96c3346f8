import { watch } from 'node:fs'
import path from 'node:path'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { createGuard } from '../../console/frame/guard.ts'
import { fileHeaders } from '../../core/reading/media-types.ts'
import { escapeHtml } from '../../core/text/escape-html.ts'
import type { FilePreview } from '../../operations/uploads/preview-files.ts'
import { forceScheme, frameHtml } from '../../operations/uploads/preview-frame.ts'
import { reloadScript, styleSheet } from './preview-assets.ts'
import { type Listed, listPage, previewPage } from './preview-page.ts'

/** What the pages show. */
export type PreviewSources = {
  /** Lists the articles that can be previewed. The first is shown if there are no others. */
  readonly list: () => readonly Listed[]
  /** Undefined for a key that is not in the list. */
  readonly preview: (key: string) => Promise<FilePreview | undefined>
  /** Calls the listener after each change of the files, until the signal is aborted. */
  readonly watch: (listener: () => void, signal: AbortSignal) => void
}

/** The permissions of a document in its frame. Links open in new tabs. */
const sandbox = 'allow-popups allow-popups-to-escape-sandbox'

const framePolicy = [
  `sandbox ${sandbox}`,
  "default-src 'none'",
  'img-src data: https:',
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
].join('; ')

/** Creates the pages of `postrider preview`, with the guards of the console. */
export function previewApp({ list, preview, watch: watchFiles }: PreviewSources): Hono {
  const app = new Hono()
  app.use(createGuard({}))
  app.onError(async (error, c) => {
    if (!isGone(error)) throw error
    return c.html(await listPage([]), 404)
  })
  app.get('/style.css', (c) => c.body(styleSheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  app.get('/reload.js', (c) => c.body(reloadScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/changes', (c) =>
    streamSSE(c, async (stream) => {
      const controller = new AbortController()
      const closed = new Promise<void>((resolve) => stream.onAbort(resolve))
      watchFiles(() => void stream.writeSSE({ data: 'changed' }), controller.signal)
      await closed
      controller.abort()
    }),
  )
  app.get('/', async (c) => {
    const articles = list()
    const key = c.req.query('key') ?? (articles.length === 1 ? articles[0]?.key : undefined)
    if (key === undefined) return c.html(await listPage(articles))
    const shown = await preview(key)
    return shown ? c.html(await previewPage(key, shown, articles.length > 1)) : c.html(await listPage(articles), 404)
  })
  app.get('/frame', async (c) => {
    const shown = await preview(c.req.query('key') ?? '')
    const document = shown && documentOf(shown, c.req.query('view') ?? 'page', c.req.query('scheme'))
    c.header('Content-Security-Policy', framePolicy)
    return document === undefined ? c.text('There is nothing to show.\n', 404) : c.html(document)
  })
  return app
}

/** Recognizes that a file was deleted while it was read. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'ENOENT') || isGone(error.cause)
}

/** Returns a document of a preview for its frame, with the pictures inside. @param view `page`, `feed` or the number of a mail */
function documentOf({ views, open }: FilePreview, view: string, scheme?: string): string | undefined {
  if (!views) return undefined
  const html =
    view === 'page' ? views.page : view === 'feed' ? feedDocument(views.feed) : views.mails[Number(view)]?.html
  if (html === undefined) return undefined
  const framed = frameHtml(html, views, ({ key }) => {
    const bytes = open(key)
    const type = fileHeaders(key).contentType
    const isShown = bytes && type.startsWith('image/')
    return isShown ? `data:${type};base64,${Buffer.from(bytes).toString('base64')}` : undefined
  })
  const coloured = scheme === 'light' || scheme === 'dark' ? forceScheme(framed, scheme) : framed
  return coloured.replace(/<head[^>]*>/, (head) => `${head}<base target="_blank">`)
}

/** Renders the entry as feed readers do: with their own type and colours. */
function feedDocument({ title, content, authors, date }: NonNullable<FilePreview['views']>['feed']): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><style>
body { font: 17px/1.6 system-ui, sans-serif; max-width: 38em; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { font-size: 1.5em; line-height: 1.25; margin: 0; } .by { opacity: .7; font-size: .9em; margin: .3em 0 1.5em; }
img, video { max-width: 100%; height: auto; } pre { overflow-x: auto; } table { border-collapse: collapse; } td, th { padding: .2em .6em; }
</style></head><body><h1>${escapeHtml(title)}</h1><p class="by">${escapeHtml([...authors, date.slice(0, 10)].join(' · '))}</p>${content}</body></html>`
}

/** Milliseconds without another change before pages reload. Editors write a file in several steps. */
const quiet = 120

/** Watches folders with everything below them. */
export function watchFolders(folders: readonly string[]) {
  return (listener: () => void, signal: AbortSignal): void => {
    let timer: NodeJS.Timeout | undefined
    const changed = (_event: string, name: string | null) => {
      if (name?.split(path.sep).some((part) => part.startsWith('.'))) return
      clearTimeout(timer)
      timer = setTimeout(listener, quiet)
    }
    for (const folder of folders) watch(folder, { recursive: true, signal }, changed).on('error', () => undefined)
  }
}
