import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { calendarDay } from '../../core/text/calendar-day.ts'
import { countOf } from '../../core/text/count-of.ts'
import { arrangeMonth, readMonth } from '../../operations/articles/calendar.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import type { Stack } from '../../operations/stack.ts'
import { live } from '../frame/live.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { actionHref, listHref, readKey } from './addresses.ts'
import {
  chooseUploads,
  filterForm,
  folderNavigation,
  pageLinks,
  perPage,
  readFilter,
  uploadRows,
} from './article-list.ts'
import { uploadActions, uploadPage } from './article-page.ts'
import { calendarItems, calendarTable, monthName } from './calendar-page.ts'
import { changeRoutes } from './change-routes.ts'
import { editorRoutes } from './editor-routes.ts'
import { loadUpload } from './load-upload.ts'
import { uploadForm } from './upload/upload-form.ts'
import { uploadRoutes } from './upload/upload-routes.ts'

const here = 'articles'
const up = { href: listHref, label: 'Articles' }

/** Serves the pages about articles and the other uploads. */
export function articleRoutes(stack: Stack, index: UploadIndex): Hono {
  return new Hono({ strict: false })
    .get('/', (c) => sendList(c, stack, index))
    .get('/-/calendar', (c) => sendCalendar(c, stack, index))
    .route('/-/upload', uploadRoutes(stack, index))
    .route('/-', editorRoutes(stack, index))
    .route('/-', changeRoutes(stack, index))
    .get('/*', (c) => sendUpload(c, stack))
}

async function sendList(c: Context, stack: Stack, index: UploadIndex): Promise<Response> {
  const filter = readFilter(c.req.query())
  const { uploads, isListed, unread } = await index.list()
  const chosen = chooseUploads(uploads, filter)
  const start = (filter.page - 1) * perPage
  const shown = await index.read(chosen.slice(start, start + perPage))
  const { timeZone } = stack.site.publication
  const isFiltered = filter.search !== '' || filter.state !== ''
  const nothing = isFiltered ? 'Nothing fits.' : 'Nothing has been uploaded yet.'
  const list = html`${(!isListed || (unread > 0 && isFiltered)) && reading(isListed, unread)}
<p class="meta">${countOf(chosen.length, 'file')}</p>
${(isListed || shown.length > 0) && uploadRows(shown, timeZone, nothing)}
${pageLinks(filter, chosen.length)}`
  const actions = html`<a class="button" href="${actionHref('calendar')}">Calendar</a> <a class="button first" href="${actionHref('new')}">New article</a>`
  const content = html`${uploadForm(filter.folder)}
${filterForm(filter)}
${folderNavigation(uploads, filter)}
${live('uploads', list)}`
  return sendPage(c, { title: 'Articles', here, actions, scripts: ['drop-files'] }, content)
}

function reading(isListed: boolean, unread: number): Html {
  const what = isListed ? `${countOf(unread, 'receipt')} are still being read` : 'The bucket is being read'
  return html`<p class="banner">${what}, so some articles may be missing. The missing ones will appear here automatically.</p>`
}

async function sendCalendar(c: Context, stack: Stack, index: UploadIndex): Promise<Response> {
  const { timeZone } = stack.site.publication
  const today = calendarDay(new Date(Date.now()).toISOString(), timeZone)
  const month = readMonth(c.req.query('month')) ?? today.slice(0, 7)
  const { uploads, isListed, unread } = await index.list()
  const table = calendarTable(arrangeMonth(month, calendarItems(uploads), timeZone), timeZone, today)
  const content = live('calendar', html`${(!isListed || unread > 0) && reading(isListed, unread)}${table}`)
  const actions = html`<a class="button first" href="${actionHref('new')}">New article</a>`
  return sendPage(c, { title: monthName(month), here, up, actions }, html`${content}`)
}

async function sendUpload(c: Context, stack: Stack): Promise<Response> {
  const key = readKey(c.req.url)
  const view = key === undefined || key === '' ? undefined : await loadUpload(key, stack)
  const awaited = c.req.query('upload')
  if (key === undefined || !view) return sendNotFound(c, 'There is no upload under this path, and no receipt.')
  const isWaiting = awaited !== undefined ? view.answered !== awaited && view.present?.etag === awaited : !view.receipt
  const title = view.receipt?.title ?? key.slice(key.lastIndexOf('/') + 1)
  if (isWaiting) {
    const content = html`<p role="status"><bdi>${key}</bdi> was uploaded and is being checked. This page shows its receipt as soon as it exists.</p>`
    return sendPage(c, { title: 'Being checked', here, up, refresh: 1 }, content)
  }
  const actions = uploadActions(view)
  const content = uploadPage(view)
  return sendPage(c, { title, here, up, ...(actions && { actions }), scripts: ['drop-files'] }, content)
}
