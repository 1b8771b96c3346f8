import { html } from 'hono/html'
import { escapeHtml } from '../../core/text/escape-html.ts'
import type { ArticlePreview, ArticleViews } from '../../operations/uploads/preview-article.ts'
import { frameHtml } from '../../operations/uploads/preview-frame.ts'
import type { Html } from '../frame/page.ts'
import { sizeOf } from '../frame/parts.ts'
import { actionHref, withKey } from './addresses.ts'

/** Previews that frames can show. Each change of a text makes a new one. */
const mostKept = 12

/** Previews by id, for the frames that show them. */
export type ShownPreviews = {
  add(preview: ArticlePreview): string
  get(id: string): ArticlePreview | undefined
}

export function shownPreviews(): ShownPreviews {
  const kept = new Map<string, ArticlePreview>()
  return {
    add: (preview) => {
      const id = crypto.randomUUID()
      kept.set(id, preview)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return id
    },
    get: (id) => kept.get(id),
  }
}

/** A way to see an article. */
type View = { readonly name: string; readonly label: string }

/** Returns the ways to see an article of a publication. */
function viewsOf(digests: readonly string[]): readonly View[] {
  const mails = digests.map((name) => ({ name: `mail-${name}`, label: `Mail: ${name}` }))
  return [
    { name: 'page', label: 'Page' },
    ...mails,
    { name: 'feed', label: 'Feed reader' },
    { name: 'text', label: 'Plain text' },
  ]
}

/** The permissions of a preview's frame: it may not run scripts, and its links open in new tabs. */
export const previewSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

/** Renders a preview with a choice of views, which works without JavaScript. */
export function previewPart(digests: readonly string[], content: Html): Html {
  return html`<div class="preview"><fieldset class="views"><legend class="visually-hidden">What to preview</legend>
${viewsOf(digests).map(
  ({ label }, at) =>
    html`<label><input type="radio" name="view" value="${at}" class="view-${at}"${at === 0 && html` checked`}> ${label}</label>\n`,
)}<label class="phone"><input type="checkbox" name="phone"> Phone width</label></fieldset>
<div id="preview">${content}</div></div>`
}

/** Renders the views of a preview. @param id in the shown previews */
export function previewPanels(id: string, { views }: ArticlePreview, digests: readonly string[]): Html {
  if (!views) return html`<p class="nothing">There is no preview until the errors are corrected.</p>`
  const panels = viewsOf(digests).map(({ name, label }) => panel(id, name, label, views))
  return html`${panels.map((content, at) => html`<div class="panel panel-${at}">${content}</div>\n`)}`
}

function panel(id: string, name: string, label: string, views: ArticleViews): Html {
  if (name === 'text') return html`<div class="plain-text"><bdi>${views.text}</bdi></div>`
  if (name === 'feed') {
    const { title, authors, date } = views.feed
    const frame = html`<iframe class="shown" sandbox="${previewSandbox}" title="Content in a feed reader" loading="lazy" src="${partHref(id, 'feed')}"></iframe>`
    return html`<p class="feed-title"><strong><bdi>${title}</bdi></strong><br><span class="meta"><bdi>${authors.join(', ')}</bdi> ${date.slice(0, 10)}</span></p>${frame}`
  }
  if (name === 'page')
    return html`<iframe class="shown" sandbox="${previewSandbox}" title="Page" loading="lazy" src="${partHref(id, 'page')}"></iframe>`
  const mail = views.mails.find(({ digest }) => `mail-${digest}` === name)
  if (!mail) return html`<p class="nothing">It is not in a mail of this digest.</p>`
  return html`<p class="meta">Subject: <bdi>${mail.subject}</bdi> · ${sizeOf(mail.bytes)}${mail.alone && ' · on its own'}</p>
${mail.warnings.map((warning) => html`<p class="meta">${warning}</p>`)}
<iframe class="shown" sandbox="${previewSandbox}" title="${label}" loading="lazy" src="${partHref(id, name)}"></iframe>`
}

function partHref(id: string, part: string): string {
  return `${actionHref('shown')}/${id}/${part}`
}

/**
 * Returns the document of a view for a frame. It contains no script, and its policy allows none, so it may be of the
 * console's origin and show files that are not published yet.
 */
export function previewDocument({ views }: ArticlePreview, part: string): string | undefined {
  if (!views) return undefined
  const frame = (text: string) => frameHtml(text, views, ({ key }) => withKey('file', key))
  if (part === 'page') return inNewTabs(frame(views.page))
  if (part === 'feed') {
    const { title, content } = views.feed
    const { language, direction } = views.article
    const head = `<meta charset="utf-8"><base target="_blank"><title>${escapeHtml(title)}</title>`
    const style =
      '<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:1rem auto;padding:0 1rem}img{max-width:100%;height:auto}</style>'
    return frame(
      `<!DOCTYPE html><html lang="${language}" dir="${direction}">${head}${style}<body>${content}</body></html>`,
    )
  }
  const mail = views.mails.find(({ digest }) => `mail-${digest}` === part)
  return mail && inNewTabs(frame(mail.html))
}

/** Links must not replace the page in its frame. */
function inNewTabs(text: string): string {
  return text.replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`)
}

/** Returns the Content-Security-Policy of such a document. @param siteOrigin origin of the publication's files */
export function previewPolicy(siteOrigin: string): string {
  return [
    `sandbox ${previewSandbox}`,
    "default-src 'none'",
    `img-src 'self' data: https: ${siteOrigin}`,
    `media-src 'self' https: ${siteOrigin}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}
