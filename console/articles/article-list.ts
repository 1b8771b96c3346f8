import { html } from 'hono/html'
import { countOf } from '../../core/text/count-of.ts'
import type { IndexedUpload } from '../../operations/articles/upload-index.ts'
import type { Html } from '../frame/page.ts'
import { rows } from '../frame/parts.ts'
import { listHref, uploadHref } from './addresses.ts'
import { dayAndTime, uploadState } from './article-parts.ts'

export const perPage = 50

/** The states by which the list can be filtered, with their labels. */
export const stateFilters = [
  ['published', 'published'],
  ['scheduled', 'scheduled'],
  ['draft', 'draft'],
  ['rejected', 'rejected'],
  ['withdrawn', 'withdrawn'],
  ['copy', 'copy of another'],
  ['problems', 'with problems'],
  ['waiting', 'being checked'],
] as const

export type ArticleFilter = {
  /** Words that the title or the path contains. */
  readonly search: string
  readonly state: string
  /** Ends with a slash; empty for all folders. */
  readonly folder: string
  /** Counts from 1. */
  readonly page: number
}

export function readFilter(query: Readonly<Record<string, string>>): ArticleFilter {
  const { q: search = '', state = '', folder = '', page = '1' } = query
  return { search: search.trim(), state, folder, page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1 }
}

/** Returns the uploads that a filter chooses. */
export function chooseUploads(uploads: readonly IndexedUpload[], filter: ArticleFilter): readonly IndexedUpload[] {
  const words = filter.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return uploads.filter((upload) => {
    if (!upload.key.startsWith(filter.folder) || !hasState(upload, filter.state)) return false
    const text = `${upload.key} ${upload.summary?.title ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function hasState({ isAnswered, summary }: IndexedUpload, state: string): boolean {
  if (state === '') return true
  if (state === 'waiting') return !isAnswered
  if (state === 'problems') return (summary?.errors ?? 0) + (summary?.warnings ?? 0) > 0
  if (state === 'copy') return summary?.copyOf !== undefined
  return summary?.state === state && summary.copyOf === undefined
}

/** A folder with the number of uploads in it and below it. */
export type Folder = { readonly path: string; readonly name: string; readonly count: number }

/** Returns the folders in a folder. */
export function foldersIn(uploads: readonly Pick<IndexedUpload, 'key'>[], folder: string): readonly Folder[] {
  const counts = new Map<string, number>()
  for (const { key } of uploads) {
    const end = key.startsWith(folder) ? key.indexOf('/', folder.length) : -1
    if (end >= 0) counts.set(key.slice(0, end + 1), (counts.get(key.slice(0, end + 1)) ?? 0) + 1)
  }
  const folders = [...counts].map(([path, count]) => ({ path, count, name: path.slice(folder.length, -1) }))
  return folders.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

/** Returns the address of the list with a filter. */
export function filteredHref(filter: ArticleFilter, changes: Partial<ArticleFilter> = {}): string {
  const { search, state, folder, page } = { ...filter, page: 1, ...changes }
  const query = new URLSearchParams({
    ...(search !== '' && { q: search }),
    ...(state !== '' && { state }),
    ...(folder !== '' && { folder }),
    ...(page > 1 && { page: String(page) }),
  })
  return query.size === 0 ? listHref : `${listHref}?${query}`
}

export function filterForm({ search, state, folder }: ArticleFilter): Html {
  return html`<form class="filter" role="search" action="${listHref}">
${folder !== '' && html`<input type="hidden" name="folder" value="${folder}">`}
<p class="wide"><label for="q">Search titles and paths</label>
<input id="q" name="q" type="search" value="${search}"></p>
<p><label for="state">State</label>
<select id="state" name="state">
<option value="">any</option>
${stateFilters.map(
  ([value, label]) => html`<option value="${value}"${value === state && html` selected`}>${label}</option>\n`,
)}</select></p>
<button class="second">Show</button>
</form>`
}

/** Renders where a folder is, and the folders in it. */
export function folderNavigation(uploads: readonly IndexedUpload[], filter: ArticleFilter): Html {
  const parts = filter.folder.split('/').slice(0, -1)
  const trail = parts.map((name, at) => ({ name, path: `${parts.slice(0, at + 1).join('/')}/` }))
  const inside = foldersIn(uploads, filter.folder)
  const link = (path: string, content: Html | string, isHere: boolean) =>
    html`<a href="${filteredHref(filter, { folder: path })}"${isHere && html` aria-current="location"`}>${content}</a>`
  return html`<nav class="folders" aria-label="Folders"><ol class="trail">
<li>${link('', 'All folders', filter.folder === '')}</li>
${trail.map(({ name, path }) => html`<li>${link(path, html`<bdi>${name}</bdi>`, path === filter.folder)}</li>\n`)}</ol>
${
  inside.length > 0 &&
  html`<ul class="inside">${inside
    .slice(0, mostFolders)
    .map(
      ({ path, name, count }) =>
        html`<li>${link(path, html`<bdi>${name}</bdi>`, false)} <span class="meta">${count.toLocaleString('en')}</span></li>\n`,
    )}</ul>`
}
${inside.length > mostFolders && html`<p class="meta">And ${countOf(inside.length - mostFolders, 'more folder')}. Search for their names.</p>`}</nav>`
}

/** Folders that are shown. */
const mostFolders = 40

/** Renders a page of uploads. */
export function uploadRows(uploads: readonly IndexedUpload[], timeZone: string, nothing: string): Html {
  return html`<div class="articles">${rows(
    uploads.map((upload) => uploadRow(upload, timeZone)),
    nothing,
  )}</div>`
}

function uploadRow(upload: IndexedUpload, timeZone: string): Html {
  const { key, storedAt, exists, summary } = upload
  const problems = [
    ...(summary?.errors ? [html`<span class="state error">${countOf(summary.errors, 'error')}</span>`] : []),
    ...(summary?.warnings ? [html`<span class="meta">${countOf(summary.warnings, 'warning')}</span>`] : []),
  ]
  const when = summary?.state === 'scheduled' ? summary.date : summary?.date
  return html`<a class="name" href="${uploadHref(key)}"><bdi>${summary?.title ?? key.slice(key.lastIndexOf('/') + 1)}</bdi></a>
<span class="meta path"><bdi>${key}</bdi></span>
<span class="status">${uploadState(upload)} ${problems}</span>
<span class="meta when">${when === undefined ? html`${exists ? 'uploaded ' : 'deleted '}${dayAndTime(storedAt.toISOString(), timeZone)}` : html`${summary?.state === 'scheduled' && 'due '}${dayAndTime(when, timeZone)}`}</span>`
}

export function pageLinks(filter: ArticleFilter, total: number): Html | '' {
  const last = Math.max(1, Math.ceil(total / perPage))
  if (last === 1) return ''
  const { page } = filter
  return html`<nav class="onward" aria-label="Pages">
${page > 1 && html`<a rel="prev" href="${filteredHref(filter, { page: page - 1 })}">Newer</a>`}
<span class="meta">Page ${page.toLocaleString('en')} of ${last.toLocaleString('en')}</span>
${page < last && html`<a rel="next" href="${filteredHref(filter, { page: page + 1 })}">Older</a>`}
</nav>`
}
