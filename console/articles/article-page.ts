import { html } from 'hono/html'
import type { UploadVersion } from '../../aws/articles/upload-version-store.ts'
import type { Article, UploadState } from '../../core/articles/article.ts'
import type { Receipt, ReceiptMailing } from '../../core/articles/receipt.ts'
import type { Problem } from '../../core/problem.ts'
import type { ArticleMailing, WaitingDigest } from '../../operations/articles/read-mailing.ts'
import type { Html } from '../frame/page.ts'
import { facts, rows, sizeOf, stateBadge } from '../frame/parts.ts'
import { actionHref, editHref, uploadHref, withKey } from './addresses.ts'
import { dateText, dayAndTime } from './article-parts.ts'
import { previewSandbox } from './shown-previews.ts'
import { sourceLines } from './source-lines.ts'

/** What is known about an upload. */
export type UploadView = {
  readonly key: string
  /** Undefined while it is being checked. */
  readonly receipt: Receipt | undefined
  /** ETag and bytes; undefined if it was deleted. */
  readonly present: { readonly etag: string; readonly size: number } | undefined
  /** Its text; undefined if it is not text. */
  readonly source: string | undefined
  readonly kind: 'article' | 'asset' | 'insert' | 'welcome' | 'stray' | 'ignored'
  readonly history: readonly UploadVersion[]
  readonly mailing: ArticleMailing | undefined
  readonly timeZone: string
}

const meanings: Readonly<Record<UploadState, string>> = {
  published: 'On the site and in the feeds.',
  scheduled: 'It will be published automatically when it is due.',
  draft: 'It is not published, because the file or its path says that it is not for the public.',
  rejected: 'It was not published. Correct it, or upload it again under the same name.',
  withdrawn: 'Removed from the site, the feeds and all future digests.',
}

export function meaningOf({ state, urls, movedTo, copyOf }: Receipt): string {
  if (copyOf !== undefined) return 'The same text is published from another file.'
  if (state === 'rejected' && urls !== undefined) return 'Nothing changed: the last good version is still published.'
  return state === 'withdrawn' && movedTo !== undefined
    ? 'The article is published from another file.'
    : meanings[state]
}

/** Renders the buttons for an upload. */
export function uploadActions({ key, present, source, kind }: UploadView): Html | undefined {
  if (!present) return undefined
  return html`${kind !== 'asset' && source !== undefined && html`<a class="button first" href="${editHref(key)}">Edit</a>`}
${
  kind === 'article' &&
  html`<a class="button" href="${withKey('preview', key)}">Preview</a>
<a class="button" href="${withKey('move', key)}">Move</a>`
}
<a class="button" href="${withKey('withdraw', key)}">${kind === 'article' ? 'Withdraw' : 'Delete'}</a>`
}

/** Renders everything about an upload. */
export function uploadPage(view: UploadView): Html {
  const { key, receipt, source, kind, timeZone, mailing } = view
  const article = mailing?.record.article
  return html`${receipt && html`<p class="lead">${stateBadge(receipt.state)} <span>${meaningOf(receipt)}</span></p>`}
<div class="article-view"><div>
${receipt && receipt.problems.length > 0 && problemList(receipt.problems, key)}
${kind === 'article' && view.present && canBeShown(receipt) && html`<iframe class="shown page-of-article" sandbox="${previewSandbox}" title="The page" loading="lazy" src="${withKey('page', key)}"></iframe>`}
${kind === 'asset' && isImage(key) && view.present && html`<p><img class="picture" src="${withKey('file', key)}" alt=""></p>`}
${source !== undefined && sourcePart(source, receipt?.problems ?? [])}
</div><aside>
${facts([
  ['Path', html`<bdi>${key}</bdi>`],
  ...(receipt ? receiptFacts(receipt, timeZone) : []),
  ...(article ? articleFacts(article) : []),
])}
${kind === 'article' && mailingPart(view)}
${historyPart(view)}
</aside></div>`
}

/** True if the present file is an article. A rejected one has no page of its own. */
function canBeShown(receipt: Receipt | undefined): boolean {
  return receipt !== undefined && receipt.state !== 'rejected'
}

function isImage(key: string): boolean {
  return /\.(avif|gif|jpe?g|png|svg|webp)$/i.test(key)
}

function sourcePart(source: string, problems: readonly Problem[]): Html {
  return html`<details class="source-part"${problems.some(({ line }) => line !== undefined) && html` open`}>
<summary>Source</summary>
${sourceLines(source, problems)}</details>`
}

function problemList(problems: readonly Problem[], key: string): Html {
  return html`<h2>Problems</h2>
${rows(
  problems.map((problem) => problemRow(problem, `${uploadHref(key)}#`)),
  '',
)}`
}

/** Renders a problem. @param base address before the name of a line; empty if there is no link to lines */
export function problemRow({ rule, severity, line, column, message, fix }: Problem, base: string): Html {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}`
  return html`<span class="name"><bdi>${message}</bdi></span>
${fix !== undefined && html`<span class="fix"><bdi>${fix}</bdi></span>`}
<span class="meta"><span class="state ${severity}">${severity}</span> ${
    line !== undefined &&
    html`<a href="${base}line-${line}" data-line="${line}"${column !== undefined && html` data-column="${column}"`}>${place}</a>`
  } <code>${rule}</code></span>`
}

const labels: Readonly<Record<string, string>> = { page: 'Page', rss: 'RSS', atom: 'Atom', json: 'JSON Feed' }

function receiptFacts(receipt: Receipt, timeZone: string): (readonly [string, Html | string])[] {
  const { title, corrects, copyOf, movedTo, urls, due, at, article, mailing } = receipt
  const upload = (key: string) => html`<a href="${uploadHref(key)}"><bdi>${key}</bdi></a>`
  const former = corrects && (corrects.title === title ? 'the version' : html`“<bdi>${corrects.title}</bdi>”`)
  const { page } = urls ?? {}
  return [
    ...(page === undefined ? [] : [[labels.page ?? '', html`<a href="${page}">${page}</a>`] as const]),
    ...(due === undefined ? [] : [['Due', dayAndTime(due, timeZone)] as const]),
    ...(article ? [['Date', dayAndTime(article.date, timeZone)] as const] : []),
    ...(article?.liveAt ? [['First published', dayAndTime(article.liveAt, timeZone)] as const] : []),
    ...(corrects ? [['Replaces', html`${former} of ${dayAndTime(corrects.at, timeZone)}`] as const] : []),
    ...(copyOf === undefined ? [] : [['Same text as', upload(copyOf)] as const]),
    ...(movedTo === undefined ? [] : [['Moved to', upload(movedTo)] as const]),
    ['Checked', dayAndTime(at, timeZone)],
    ...(mailing ? [['Mailed', describeMailing(mailing)] as const] : []),
    ...(article ? [['guid', html`<span class="small"><bdi>${article.guid}</bdi></span>`] as const] : []),
  ]
}

function describeMailing({ mode, digests, tooLate = [] }: ReceiptMailing): string {
  const names = digests.join(', ')
  const late = tooLate.length > 0 ? ` Too late for ${tooLate.join(', ')}.` : ''
  if (mode === 'none') return `in no digest.${late}`
  return `${mode === 'alone' ? 'on its own' : 'in the next issues'}, to the readers of ${names || 'no digest'}.${late}`
}

function articleFacts({ topics, authors, words, language }: Article): (readonly [string, Html | string])[] {
  const names = (list: readonly { readonly name: string }[]) =>
    html`${list.map(({ name }, at) => html`${at > 0 && ', '}<bdi>${name}</bdi>`)}`
  return [
    ...(authors.length > 0 ? [[authors.length === 1 ? 'Author' : 'Authors', names(authors)] as const] : []),
    ...(topics.length > 0 ? [[topics.length === 1 ? 'Topic' : 'Topics', names(topics)] as const] : []),
    ['Length', `${words.toLocaleString('en')} words, ${language}`],
  ]
}

const handlings = { held: 'held: left out until you release it', pinned: 'pinned: comes first' } as const

function mailingPart({ key, mailing }: UploadView): Html {
  if (!mailing) return html`<h2>Mails</h2><p class="nothing">There is no record of mails with this article.</p>`
  const { issues, waiting } = mailing
  return html`<h2>Mails</h2>
${issues.length === 0 && waiting.length === 0 && html`<p class="nothing">This article has not been mailed, and is not waiting to be.</p>`}
${
  issues.length > 0 &&
  html`<ul>${issues.map(
    ({ digest, number }) =>
      html`<li>was in <a href="/digests/${digest}/${number}">issue ${number} of ${digest}</a></li>\n`,
  )}</ul>`
}
${waiting.map((each) => waitingForm(each, key))}`
}

function waitingForm({ digest, handling, isAlone }: WaitingDigest, key: string): Html {
  const button = (value: string, label: string) =>
    html`<button class="quiet" name="handling" value="${value}">${label}</button>\n`
  const where = isAlone
    ? `This article is mailed on its own to the readers of ${digest}`
    : `This article is waiting for the next issue of ${digest}`
  return html`<form class="handling" method="post" action="${actionHref('handle')}">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="digest" value="${digest}">
<p>${where}${handling && html`, <strong>${handlings[handling]}</strong>`}.</p>
<p class="buttons">${handling !== 'held' && button('held', isAlone ? 'Hold' : 'Hold it back')}${
    handling !== 'pinned' && !isAlone && button('pinned', 'Put it first')
  }${handling !== undefined && button('', 'Release')}</p>
</form>`
}

/** Versions that are shown at once. */
const mostShown = 8

function historyPart({ key, history, present, timeZone, kind }: UploadView): Html {
  const restorable = kind !== 'asset' && kind !== 'stray'
  const row = ({ id, at, size, isLatest }: UploadVersion) =>
    html`<li><span>${dateText(at.toISOString(), timeZone)}</span> <span class="meta">${size === undefined ? 'deleted' : sizeOf(size)}</span>
${isLatest ? html`<span class="meta">now</span>` : size !== undefined && restorable && html`<a href="${actionHref('version')}?${new URLSearchParams({ key, version: id })}">Look at it</a>`}</li>\n`
  const [shown, rest] = [history.slice(0, mostShown), history.slice(mostShown)]
  return html`<h2>History</h2>
${history.length === 0 ? html`<p class="nothing">No version is stored.</p>` : html`<ul class="history">${shown.map(row)}</ul>`}
${rest.length > 0 && html`<details><summary>${rest.length} older</summary><ul class="history">${rest.map(row)}</ul></details>`}
${!present && history.some(({ size }) => size !== undefined) && html`<p class="meta">Look at an earlier version to upload it again.</p>`}`
}
