import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import PostalMime from 'postal-mime'
import type { Finding } from '../../core/diagnosis/finding.ts'
import { feedFiles, urlOf } from '../../core/feeds/addresses.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { UploadIndex } from '../../operations/articles/upload-index.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { countAudience } from '../../operations/digest/count-audience.ts'
import { draftIssue } from '../../operations/digest/draft-issue.ts'
import { draftMail } from '../../operations/digest/draft-mail.ts'
import { restAfterwards } from '../../operations/rest.ts'
import type { Stack } from '../../operations/stack.ts'
import { uploadForm } from '../articles/upload/upload-form.ts'
import { countedIssues, listIssues } from '../digests/issue-list.ts'
import { inside } from '../frame/guard.ts'
import { live } from '../frame/live.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { facts } from '../frame/parts.ts'
import { inTime } from '../frame/patience.ts'
import { loadPart } from '../frame/trouble.ts'
import { inScheme, mailPolicy, renderMailDocument } from '../mail/mail-document.ts'
import { attention, faultBanner } from './attention.ts'
import { growthChart } from './growth.ts'
import { happenings } from './happenings.ts'
import { nextIssues } from './next-issues.ts'
import { rememberFor } from './remember.ts'
import { sendingChart } from './sending.ts'

export type TodaySources = {
  readonly stack: Stack
  readonly index: Pick<UploadIndex, 'list'>
  readonly diagnose: (stack: Stack) => Promise<readonly Finding[]>
  /** Milliseconds that the page waits for each of its parts. The stream of its live parts waits for all of them. */
  readonly patience: number
}

/** Issues of each digest that are read for the page. */
const readIssues = 20
const shownIssues = 4

/** Serves the first page: what goes out next, what needs attention, and what happened. */
export function todayRoutes({ stack, index, diagnose, patience }: TodaySources): Hono {
  // Both read a lot: every subscriber, and everything that can go wrong.
  const countRecipients = rememberFor(60_000, async (digest) => {
    const { issue } = await draftIssue(digest, stack)
    return (await countAudience(issue, stack, undefined, restAfterwards())).recipients
  })
  const findFaults = rememberFor(600_000, () => diagnose(stack))
  const policy = mailPolicy(new URL(stack.site.url).origin)
  const digestOf = (c: Context) => {
    const digest = c.req.param('digest') ?? ''
    return Object.hasOwn(stack.site.publication.digests, digest) ? digest : undefined
  }
  return new Hono()
    .get('/', async (c) => {
      const { title } = stack.site.publication
      const actions = html`<a class="button first" href="/articles/-/new">New article</a>`
      return sendPage(
        c,
        { title, here: 'today', actions, refresh: 60 },
        await todayPage(stack, index, c.env === inside ? Number.POSITIVE_INFINITY : patience),
      )
    })
    .get('/today/next', async (c) => c.html(await nextIssues(stack)))
    .get('/today/findings', async (c) =>
      c.html(await loadPart('What doctor finds', stack, async () => faultBanner(await findFaults('')))),
    )
    .get('/today/recipients/:digest', async (c) => {
      const digest = digestOf(c)
      if (digest === undefined) return sendNotFound(c, 'There is no such digest.')
      return c.html(html` for ${countOf(await countRecipients(digest), 'recipient')}`)
    })
    .get('/today/mail/:digest', async (c) => {
      const digest = digestOf(c)
      if (digest === undefined) return sendNotFound(c, 'There is no such digest.')
      const draft = await draftMail(digest, undefined, stack).catch((error: unknown) => {
        if (error instanceof CommandFailure) return undefined
        throw error
      })
      if (!draft) return c.text('No mail would go out.\n', 404)
      const email = await PostalMime.parse(draft.mailTo('reader@example.org'))
      return c.html(inScheme(renderMailDocument(email), 'light'), 200, { 'Content-Security-Policy': policy })
    })
}

/** @param patience milliseconds that each part is waited for */
async function todayPage(stack: Stack, index: TodaySources['index'], patience: number): Promise<Html> {
  const listing = listIssues(stack, readIssues) // once for all parts, because the page is read again and again
  const [needed, next, happened, issues] = await Promise.all([
    inTime(attention(stack, index, listing), patience),
    inTime(nextIssues(stack), patience, '/today/next'),
    inTime(
      loadPart('What happened', stack, () => happenings(stack)),
      patience,
    ),
    inTime(newestIssues(listing, stack), patience),
  ])
  return html`${live('attention', needed)}
<div hx-get="/today/findings" hx-trigger="load"></div>
<section aria-labelledby="next"><h2 id="next">What goes out next</h2>
${next}</section>
<div class="columns">
<section aria-labelledby="happened"><h2 id="happened"><a href="/events/">What happened</a></h2>
${live('happenings', happened)}</section>
<section aria-labelledby="issues"><h2 id="issues"><a href="/digests/">Issues</a></h2>
${live('issues', issues)}
${live('growth', growthChart(stack, new Date()))}
</section>
</div>
${uploadForm()}
<section aria-labelledby="addresses"><h2 id="addresses">Addresses</h2>
${addresses(stack)}</section>`
}

async function newestIssues(listing: ReturnType<typeof listIssues>, stack: Stack): Promise<Html> {
  const [newest, chart] = await Promise.all([
    loadPart('The newest issues', stack, async () => countedIssues((await listing).slice(0, shownIssues), stack)),
    loadPart('The mails of the last issues', stack, async () => sendingChart(await listing)),
  ])
  return html`${newest}
${chart}`
}

function addresses({ site, settings }: Stack): Html {
  const link = (url: string) => html`<a href="${url}">${url}</a>`
  return facts([
    ['Site', link(`${site.url}/`)],
    ['RSS', link(urlOf(site, feedFiles.rss))],
    ['Atom', link(urlOf(site, feedFiles.atom))],
    ['JSON Feed', link(urlOf(site, feedFiles.json))],
    ['Uploads', html`<code>s3://${settings.uploadsBucket}/articles/</code>`],
  ])
}
