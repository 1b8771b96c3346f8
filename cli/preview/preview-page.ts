import { html } from 'hono/html'
import { describeProblem } from '../../core/articles/receipt-text.ts'
import { readableText } from '../../core/feeds/readable-text.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { FilePreview } from '../../operations/uploads/preview-files.ts'

type Html = ReturnType<typeof html>

export type Listed = { readonly key: string; readonly file: string }

async function page(title: string, content: Html): Promise<string> {
  const document = await html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} – Preview</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/reload.js"></script>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`
  return readableText(String(document))
}

export function listPage(articles: readonly Listed[]): Promise<string> {
  const items = articles.map(
    ({ key, file }) => html`<li><a href="/?key=${encodeURIComponent(key)}"><bdi>${file}</bdi></a></li>\n`,
  )
  const nothing = html`<p>There are no articles here now. This page reloads when there are.</p>`
  return page(
    'Articles',
    html`<h1>Preview: ${countOf(articles.length, 'article')}</h1>
${items.length > 0 ? html`<ul>\n${items}</ul>` : nothing}`,
  )
}

export function previewPage(key: string, { file, receipt, views }: FilePreview, hasOthers: boolean): Promise<string> {
  const { state, due, problems, title } = receipt
  const frame = (view: string | number) => `/frame?key=${encodeURIComponent(key)}&view=${view}`
  return page(
    title ?? file,
    html`${hasOthers && html`<p><a href="/">All articles</a></p>`}
<h1><bdi>${title ?? file}</bdi></h1>
<p class="soft"><bdi>${file}</bdi>, as <bdi>${key}</bdi></p>
<p>An upload would be <strong>${state}</strong>${due !== undefined && html` for ${due}`}. Nothing has been uploaded.</p>
${problems.length > 0 && html`<ul aria-label="Problems">\n${problems.map(describe)}</ul>`}
${
  views &&
  html`<h2 id="page">Page</h2>
<p class="soft"><bdi>${views.url}</bdi></p>
<iframe title="Page" src="${frame('page')}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
${views.mails.length === 0 && html`<h2>Mail</h2>\n<p>It is not mailed.</p>`}
${views.mails.map((mail, index) => mailSection(mail, frame(index)))}
<h2 id="feed">Feed reader</h2>
<iframe title="Feed entry" src="${frame('feed')}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}`,
  )
}

function describe(problem: Parameters<typeof describeProblem>[0]): Html {
  return html`<li class="${problem.severity}">${describeProblem(problem).replace(/^- /, '')}</li>\n`
}

function mailSection(mail: NonNullable<FilePreview['views']>['mails'][number], src: string): Html {
  const { alone, bytes, digest, subject, text, warnings } = mail
  const view = (name: string, size: string) => html`<figure class="${size}"><figcaption>${name}</figcaption>
<iframe title="Mail ${digest}: ${name}" src="${src}&scheme=${name === 'Phone, dark' ? 'dark' : 'light'}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></figure>\n`
  return html`<h2>Mail: ${digest}${alone ? ', on its own' : ', as an article of the digest'}</h2>
<p class="soft">Subject: <bdi>${subject}</bdi> · ${(bytes / 1000).toFixed(1)} KB</p>
${warnings.map((warning) => html`<p class="error">${warning}</p>\n`)}<div class="mails">
${view('Desktop', 'desktop')}${view('Phone', 'phone')}${view('Phone, dark', 'phone')}</div>
<details><summary>Plain text</summary><pre tabindex="0">${text}</pre></details>
`
}
