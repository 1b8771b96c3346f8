import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { readableText } from '../../core/feeds/readable-text.ts'
import { estimateMonth } from '../../operations/cost/estimate-month.ts'
import { diagnose } from '../../operations/doctor/diagnose.ts'
import { describeRedrive, describeRetry } from '../../operations/failures/describe-redrive.ts'
import type { Stack } from '../../operations/stack.ts'
import { sendQuestion } from '../frame/confirm.ts'
import { sendDone } from '../frame/notices.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { loadPart } from '../frame/trouble.ts'
import { costTable } from './cost-table.ts'
import { findingList } from './finding-list.ts'
import { failureList, queueTable } from './work-lists.ts'

const here = 'health'
const up = { href: '/health/', label: 'Health' }

type Part = {
  readonly title: string
  /** What is shown until the part is there. */
  readonly waiting: string
  readonly load: (stack: Stack) => Promise<Html>
}

/** The parts of the page, which load after it. */
const parts: Readonly<Record<string, Part>> = {
  findings: {
    title: 'Findings',
    waiting: 'Checking DNS, SES, the site and the stack. This takes some seconds.',
    load: async (stack) => findingList(await diagnose(stack)),
  },
  failures: {
    title: 'Failed messages',
    waiting: 'Reading the failed messages.',
    load: async ({ failures }) => failureList((await failures.count()) === 0 ? [] : await failures.list()),
  },
  queues: {
    title: 'Queues',
    waiting: 'Counting messages.',
    load: async (stack) => queueTable(...(await Promise.all([stack.countQueues(), stack.readQueueAges(new Date())]))),
  },
  cost: {
    title: 'Cost of this month',
    waiting: 'Computing the cost.',
    load: async (stack) => costTable(await estimateMonth(stack)),
  },
}

/** The page that says whether mails arrive and feeds are read, and what to do if not. */
export function healthRoutes(stack: Stack): Hono {
  return new Hono()
    .get('/', (c) => sendPage(c, { title: 'Health', here }, html`${Object.entries(parts).map(placeholder)}`))
    .get('/:part{[a-z]+}', (c) => sendPart(c, c.req.param('part'), stack))
    .get('/failures/redrive', async (c) => {
      const source = c.req.query('source')
      if (source !== undefined && !isSource(source, stack)) return sendNotFound(c, 'There is no such kind of failure.')
      const all = await stack.failures.list()
      const chosen = all.filter((each) => source === undefined || each.source === source)
      const text = html`<p>Retry after the cause is fixed: a message that fails again comes back.</p>
<ul>${describeRetry(chosen).map((line) => html`<li>${line}</li>\n`)}</ul>
${chosen.length === 0 && html`<p>Nothing is left to retry.</p>`}`
      return sendQuestion(c, {
        ...{ title: 'Retry failed messages', here, up, text, action: '/health/failures/redrive', button: 'Retry them' },
        ...{ fields: source === undefined ? {} : { source }, back: '/health/' },
      })
    })
    .post('/failures/redrive', async (c) => {
      const { source } = await c.req.parseBody()
      if (source !== undefined && (typeof source !== 'string' || !isSource(source, stack)))
        return sendNotFound(c, 'There is no such kind of failure.')
      const removed = await stack.failures.redrive(source)
      return sendDone(c, '/health/', describeRedrive(removed).join(' '))
    })
}

function isSource(name: string, { failures }: Stack): boolean {
  return failures.sources.includes(name)
}

function placeholder([name, { title, waiting }]: readonly [string, Part]): Html {
  return html`<section aria-labelledby="title-${name}"><h2 id="title-${name}">${title}</h2>
<div hx-get="/health/${name}" hx-trigger="load" aria-live="polite"><p class="meta">${waiting} <a href="/health/${name}">Open it on a page of its own</a></p></div>
</section>
`
}

/** Sends a part to htmx, or as a page of its own to a browser without scripts. */
async function sendPart(c: Context, name: string, stack: Stack): Promise<Response> {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined
  if (!part) return sendNotFound(c, 'There is no such part of the page.')
  const isPart = c.req.header('hx-request') === 'true'
  const content = await loadPart('This part', stack, () => part.load(stack))
  if (!isPart) return sendPage(c, { title: part.title, here, up }, content)
  return c.html(readableText(String(await content)))
}
