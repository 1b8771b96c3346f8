import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { sendNotFound, sendPage } from './console-page.ts'
import type { ConsoleSources } from './console-sources.ts'
import { eventRoutes } from './event-routes.ts'
import { issueRoutes } from './issue-routes.ts'
import { loopbackGuard } from './loopback-guard.ts'
import { mailApi } from './mail-api.ts'
import { mailRoutes } from './mail-routes.ts'
import { overview } from './overview.ts'
import { receiptRoutes } from './receipt-routes.ts'
import { subscriberRoutes } from './subscriber-routes.ts'
import { uploadRoutes } from './uploads/upload-routes.ts'

const stylesheet = new URL('style.css', import.meta.url)

/** Creates the console as a web application. Its pages need no JavaScript, and only POST requests change anything. */
export function createApp(sources: ConsoleSources): Hono {
  const { stack, ses, events } = sources
  return new Hono({ strict: false })
    .use(loopbackGuard)
    .get('/style.css', async (c) => c.body(await readFile(stylesheet, 'utf8'), 200, { 'Content-Type': 'text/css' }))
    .get('/', async (c) => {
      const { title } = stack.site.publication
      return sendPage(c, { title, here: 'overview' }, await overview(stack, ses))
    })
    .route('/mail', mailRoutes(sources))
    .route('/api/mails', mailApi(sources))
    .route('/receipts', receiptRoutes(stack))
    .route('/issues', issueRoutes(stack))
    .route('/subscribers', subscriberRoutes(stack))
    .route('/events', eventRoutes(events))
    .route('/uploads', uploadRoutes(stack))
    .notFound((c) => sendNotFound(c, 'There is no such page in the console.'))
    .onError((error, c) => {
      const content = html`<p>The stack returned an error:</p><pre>${error.name}: ${error.message}</pre>`
      return sendPage(c, { title: 'Error' }, content, 500)
    })
}
