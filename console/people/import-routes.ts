import { Hono } from 'hono'
import { sharedCensus } from '../../operations/people/take-census.ts'
import type { Stack } from '../../operations/stack.ts'
import { refusing } from '../digests/refusals.ts'
import { sendNotFound, sendPage } from '../frame/page.ts'
import { importJobs } from './import-jobs.ts'
import { jobPage, uploadPage } from './import-page.ts'
import { receiveFile } from './upload-file.ts'

const here = 'people' as const
const up = { href: '/people/', label: 'People' }

/** The import of a list: upload, report, import. */
export function importRoutes(stack: Stack): Hono {
  const jobs = importJobs(stack)
  return new Hono()
    .get('/', (c) => sendPage(c, { title: 'Import people', here, up }, uploadPage()))
    .post('/', (c) =>
      refusing(c, { here, up: { href: '/people/import/', label: 'Import people' } }, async () => {
        const upload = await receiveFile(c.req.raw.body, c.req.header('content-type') ?? '')
        return c.redirect(`/people/import/${jobs.check(upload).id}`, 303)
      }),
    )
    .get('/:id', async (c) => {
      const job = jobs.get(c.req.param('id'))
      if (!job) return sendNotFound(c, 'This import is over, or its list was deleted.')
      const isBusy = job.state === 'checking' || job.state === 'importing'
      const title = job.state === 'checked' ? 'What would be imported' : 'Import people'
      return sendPage(c, { title, here, up, ...(isBusy && { refresh: 2 }) }, await jobPage(job))
    })
    .post('/:id', (c) => {
      const { id } = c.req.param()
      return refusing(c, { here, up: { href: `/people/import/${id}`, label: 'Back to the report' } }, async () => {
        const { consent, source, welcome } = await c.req.parseBody()
        const typed = typeof source === 'string' ? source.trim() : ''
        const confirmed = consent === 'held'
        jobs.start(id, { confirmed, welcome: welcome === 'yes', ...(typed !== '' && { source: typed }) })
        sharedCensus(stack).start()
        return c.redirect(`/people/import/${id}`, 303)
      })
    })
}
