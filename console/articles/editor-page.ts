import { html } from 'hono/html'
import { countOf } from '../../core/text/count-of.ts'
import type { ArticlePreview } from '../../operations/uploads/preview-article.ts'
import type { Html } from '../frame/page.ts'
import { rows, stateBadge } from '../frame/parts.ts'
import { actionHref, uploadHref } from './addresses.ts'
import { meaningOf, problemRow } from './article-page.ts'
import { previewPanels, previewPart } from './shown-previews.ts'

/** A text in the editor. */
export type Edited = {
  readonly key: string
  /** The version from which the text comes; empty if it is not uploaded yet. */
  readonly etag: string
  readonly text: string
  readonly lineEnd: '\n' | '\r\n'
  readonly hasMark: boolean
  readonly changesCharset: boolean
}

export type EditorState = {
  readonly edited: Edited
  readonly kind: 'article' | 'insert' | 'welcome'
  /** True if readers can read the article now. */
  readonly isLive: boolean
  /** Undefined for texts that are not articles. */
  readonly preview: { readonly id: string; readonly preview: ArticlePreview } | undefined
  readonly digests: readonly string[]
  /** The version that somebody else has uploaded meanwhile. */
  readonly theirs?: string | undefined
  /** Why nothing was saved. */
  readonly refusal?: string | undefined
}

/** Renders the editor: a form that works without JavaScript. */
export function editorPage(state: EditorState): Html {
  const { edited, kind, preview, digests, theirs, refusal } = state
  const { key, etag, text, lineEnd, hasMark, changesCharset } = edited
  return html`<link rel="stylesheet" href="/scripts/article-editor.css">
${theirs !== undefined && conflict(theirs)}
${refusal !== undefined && html`<p role="alert">Nothing was saved. ${refusal}</p>`}
${changesCharset && html`<p class="banner">This file is not in UTF-8. Saving it stores it in UTF-8, and changes nothing else.</p>`}
<p class="banner" id="unsaved" hidden>This browser still has an unsaved text of this article, from <span></span>.
<button type="button" class="quiet" data-restore>Restore</button> <button type="button" class="quiet" data-discard>Discard</button></p>
<form id="editor" class="editor" method="post" action="${actionHref('save')}" enctype="multipart/form-data" data-check="${actionHref('check')}"${
    kind !== 'article' && html` data-plain`
  }${(theirs !== undefined || refusal !== undefined) && html` data-refused`}>
<input type="hidden" name="etag" value="${etag}"><input type="hidden" name="lineEnd" value="${lineEnd === '\r\n' ? 'crlf' : 'lf'}">
${hasMark && html`<input type="hidden" name="hasMark" value="on">`}
<div class="columns-of-editor"><div class="writing">
${etag === '' ? html`<p><label for="key">Path</label><input id="key" name="key" value="${key}" required></p>` : html`<input type="hidden" name="key" value="${key}">`}
<p class="source-label"><label for="source">Source</label> <span class="meta" id="words"></span></p>
<div id="text"><textarea id="source" name="source" rows="24" spellcheck="true" dir="auto">${'\n'}${text}</textarea></div>
<p class="buttons">${buttons(state)}</p>
<p class="meta" id="saving" role="status"></p>
<div id="findings">${preview && findings(preview.preview)}</div>
</div>
${
  kind === 'article' &&
  html`<div class="reading"><h2 class="visually-hidden">Preview</h2>${previewPart(
    digests,
    preview ? previewPanels(preview.id, preview.preview, digests) : html``,
  )}</div>`
}
</div></form>`
}

function buttons({ kind, isLive, edited }: EditorState): Html {
  const leave = html`<a class="button" href="${edited.etag === '' ? '/articles/' : uploadHref(edited.key)}">Cancel</a>`
  if (kind !== 'article') return html`<button name="action" value="keep">Save</button> ${leave}`
  return html`<button name="action" value="publish">${isLive ? 'Publish the change' : 'Publish'}</button>
<button class="second" name="action" value="draft">${isLive ? 'Make it a draft' : 'Save as draft'}</button>
<button class="second" formaction="${actionHref('edit')}" data-preview>Preview</button> ${leave}`
}

/** Renders what an upload of the text would lead to. */
export function findings({ receipt }: ArticlePreview): Html {
  const { problems } = receipt
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const counts = [
    ...(errors > 0 ? [countOf(errors, 'error')] : []),
    ...(problems.length > errors ? [countOf(problems.length - errors, 'warning')] : []),
  ]
  return html`<h2>If it is saved as it is</h2>
<p>${stateBadge(receipt.state)} <span>${meaningOf(receipt)}</span>${counts.length > 0 && html` <span class="meta">${counts.join(', ')}</span>`}</p>
${
  problems.length > 0 &&
  rows(
    problems.map((problem) => problemRow(problem, '#')),
    '',
  )
}`
}

function conflict(theirs: string): Html {
  return html`<div role="alert"><p><strong>Somebody else has changed this file since you opened it.</strong> Nothing was saved, and nothing is lost: your
text is below, and theirs is here. Copy what you need from it, and save again. That replaces their version, which stays in the history.</p>
<details open><summary>Their version</summary><textarea class="theirs" rows="14" readonly aria-label="Their version">${'\n'}${theirs}</textarea></details></div>`
}
