import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { calendarDay, startOfDay } from '../../core/text/calendar-day.ts'
import { freeKey, newArticleKey, writeNewArticle } from '../../operations/articles/new-article.ts'
import { ifAllowed } from '../../operations/articles/preview-draft.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import type { Stack } from '../../operations/stack.ts'
import { sendPage } from '../frame/page.ts'
import { actionHref } from './addresses.ts'
import type { Edited } from './editor-page.ts'

type SendEditor = (c: Context, edited: Edited) => Promise<Response>

/** Serves the form for a new article. Its answer opens the editor; nothing is uploaded yet. */
export function newArticleRoutes(stack: Stack, index: UploadIndex, sendEditor: SendEditor): Hono {
  return new Hono()
    .get('/', async (c) => {
      const { publication } = stack.site
      const given = c.req.query('date')
      const date = given !== undefined && startOfDay(given, publication.timeZone) ? given : today(publication.timeZone)
      const known = await ifAllowed(() => stack.changes.listKnown(), [])
      const names = (kind: string) =>
        known.filter(({ listing }) => listing.startsWith(`${kind}/`)).map(({ name }) => name)
      const topics = publication.topics.map((topic) => (typeof topic === 'string' ? topic : topic.slug))
      const content = newForm({
        ...{ date, authors: [...new Set(names('author'))].sort() },
        topics: [...new Set([...topics, ...names('topic')])],
        digests: Object.keys(publication.digests),
      })
      const up = { href: '/articles/', label: 'Articles' }
      return sendPage(c, { title: 'New article', here: 'articles', up }, content)
    })
    .post('/', async (c) => {
      const form = await c.req.parseBody({ all: true }).catch((): Record<string, never> => ({}))
      const text = (name: string) => String([form[name] ?? ''].flat()[0]).trim()
      const texts = (name: string) => [form[name] ?? []].flat().map(String)
      const listed = (name: string) =>
        text(name)
          .split(',')
          .map((each) => each.trim())
          .filter((each) => each !== '')
      const title = text('title') || 'Untitled'
      const date = [text('date') || today(stack.site.publication.timeZone), text('time')].filter(Boolean).join(' ')
      const mail = texts('mail').find((each) => each === 'alone' || each === 'none') as 'alone' | 'none' | undefined // as found
      const chosen = texts('digests')
      const all = Object.keys(stack.site.publication.digests)
      const source = writeNewArticle({
        ...{ title, date, mail, summary: text('summary'), authors: listed('authors') },
        topics: [...texts('topics'), ...listed('otherTopics')],
        digests: chosen.length === all.length ? [] : all.filter((name) => chosen.includes(name)),
      })
      const { uploads } = await index.list()
      const taken = new Set(uploads.filter(({ exists }) => exists).map(({ key }) => key))
      const key = freeKey(newArticleKey(title, date), (each) => taken.has(each))
      return sendEditor(c, { key, etag: '', text: source, lineEnd: '\n', hasMark: false, changesCharset: false })
    })
}

function today(timeZone: string): string {
  return calendarDay(new Date(Date.now() + 1).toISOString(), timeZone)
}

type Choices = {
  readonly date: string
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  readonly digests: readonly string[]
}

/** Topics that are shown as boxes. */
const mostTopics = 24

function newForm({ date, authors, topics, digests }: Choices) {
  return html`<form class="fields" method="post" action="${actionHref('new')}">
<p><label for="title">Title</label><input id="title" name="title" required maxlength="500"></p>
<p><label for="summary">Summary</label><input id="summary" name="summary" maxlength="300" aria-describedby="summary-hint"><br>
<span class="hint" id="summary-hint">For lists, feeds and mails. Without one, it is the beginning of the text.</span></p>
<p><label for="authors">Authors, separated by commas</label><input id="authors" name="authors" list="known-authors"></p>
<datalist id="known-authors">${authors.map((name) => html`<option value="${name}"></option>`)}</datalist>
<fieldset class="boxes"><legend>Topics</legend>
${topics.slice(0, mostTopics).map((name) => html`<label><input type="checkbox" name="topics" value="${name}"> <bdi>${name}</bdi></label>\n`)}</fieldset>
<p><label for="otherTopics">Other topics, separated by commas</label><input id="otherTopics" name="otherTopics"></p>
<p class="date-and-time"><span><label for="date">Date</label><input id="date" name="date" type="date" value="${date}"></span>
<span><label for="time">Time, if it matters</label><input id="time" name="time" type="time"></span></p>
<p class="hint">An article with a date in the future is published then.</p>
<fieldset class="boxes"><legend>Mails</legend>
<label><input type="radio" name="mail" value="" checked> In the next issue</label>
<label><input type="radio" name="mail" value="alone"> In a mail of its own</label>
<label><input type="radio" name="mail" value="none"> Not by mail</label></fieldset>
<fieldset class="boxes"><legend>To the readers of</legend>
${digests.map((name) => html`<label><input type="checkbox" name="digests" value="${name}" checked> ${name}</label>\n`)}</fieldset>
<p class="buttons"><button>Write it</button></p>
<p class="hint">Nothing is uploaded before you save it.</p>
</form>`
}
