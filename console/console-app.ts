import { Hono } from 'hono'
import { html } from 'hono/html'
import { uploadIndex } from '../operations/articles/upload-index.ts'
import { diagnose as diagnoseAll } from '../operations/doctor/diagnose.ts'
import { articleRoutes } from './articles/article-routes.ts'
import type { ConsoleSources } from './console-sources.ts'
import { digestRoutes } from './digests/digest-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { feedRoutes } from './feeds/feed-routes.ts'
import { assetRoutes } from './frame/assets.ts'
import { type Access, createGuard, inside } from './frame/guard.ts'
import { liveRoutes } from './frame/live.ts'
import { sendNotFound, sendPage } from './frame/page.ts'
import { watchStorage } from './frame/storage-banner.ts'
import { describeTrouble } from './frame/trouble.ts'
import { healthRoutes } from './health/health-routes.ts'
import { mailApi } from './mail/mail-api.ts'
import { mailRoutes } from './mail/mail-routes.ts'
import { noMailRoutes } from './mail/no-mail.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { todayRoutes } from './today/today-routes.ts'

/** Creates the console as a web application. Only POST requests change anything. */
export function createApp(
  sources: ConsoleSources | Pick<ConsoleSources, 'stack' | 'diagnose' | 'patience' | 'readStorage'>,
  access: Access = {},
): Hono {
  const { stack, diagnose = diagnoseAll, patience = 150 } = sources
  const index = uploadIndex(stack.uploads)
  const app = new Hono({ strict: false })
  const render = (path: string) => app.request(path, undefined, inside)
  return app
    .use(createGuard(access))
    .use(watchStorage(sources))
    .route('/', assetRoutes())
    .route('/live', liveRoutes(render))
    .route('/', todayRoutes({ stack, index, diagnose, patience }))
    .route('/mail', 'ses' in sources ? mailRoutes(sources) : noMailRoutes())
    .route('/api/mails', 'ses' in sources ? mailApi(sources) : new Hono())
    .route('/articles', articleRoutes(stack, index))
    .get('/receipts/*', (c) => c.redirect(formerReceipt(c.req.url), 301))
    .route('/digests', digestRoutes(stack))
    .route('/people', peopleRoutes(stack))
    .get('/issues/*', (c) => c.redirect(new URL(c.req.url).pathname.replace('/issues', '/digests'), 301))
    .get('/subscribers/*', (c) => c.redirect('/people/', 301))
    .route('/feeds', feedRoutes(stack))
    .route('/health', healthRoutes(stack))
    .route('/events', eventRoutes(stack))
    .notFound((c) => sendNotFound(c, 'There is no such page in the console.'))
    .onError((error, c) => {
      const content = html`<p role="alert">The stack returned an error. <bdi>${describeTrouble(error, stack)}</bdi></p>`
      return sendPage(c, { title: 'Error' }, content, 500)
    })
}

/** Returns the present address of a page of former versions. */
function formerReceipt(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname.replace('/receipts', '/articles') + search
}
