import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { isDigestName } from '../../core/configured-names.ts'
import type { InsertKind } from '../../core/issues/insert-record.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { handleArticle } from '../../operations/digest/handle-article.ts'
import { listPending } from '../../operations/digest/list-pending.ts'
import { findRequested, requestRun } from '../../operations/digest/request-run.ts'
import { readUploadedInsert, uploadInsert } from '../../operations/digest/upload-insert.ts'
import { findPerson } from '../../operations/people/find-person.ts'
import type { Stack } from '../../operations/stack.ts'
import { sendDone } from '../frame/notices.ts'
import { sendNotFound, sendPage } from '../frame/page.ts'
import { inScheme, mailPolicy, renderMailDocument } from '../mail/mail-document.ts'
import { digestRows } from './digest-list.ts'
import { digestPage, digestTitle } from './digest-page.ts'
import { issueRows, listIssues } from './issue-list.ts'
import { issueRoutes } from './issue-routes.ts'
import { mailHref, readNextMail, readView } from './next-mail-view.ts'
import { notePage } from './note-page.ts'
import { reasonList } from './reasons.ts'
import { refusing } from './refusals.ts'
import { sendQuestionPage } from './send-page.ts'

const here = 'digests' as const
/** Issues that are listed of each digest. */
const perDigest = { list: 20, page: 50, all: 1000 } as const

/** The pages of digests: what goes out next, and what has gone out. */
export function digestRoutes(stack: Stack): Hono {
  const isConfigured = (digest: string) => Object.hasOwn(stack.site.publication.digests, digest)
  const up = (digest: string) => ({ href: `/digests/${digest}/`, label: digestTitle(digest, stack) })
  const field = async (c: Context, name: string) => {
    const value = (await c.req.parseBody())[name]
    return typeof value === 'string' ? value : ''
  }
  const noDigest = (c: Context) => sendNotFound(c, 'publication.json has no such digest.')

  return new Hono()
    .get('/', async (c) => {
      const issues = await listIssues(stack, perDigest.list)
      const content = html`${await digestRows(stack, new Date())}
<h2>Issues</h2>
<p class="meta">The newest ${perDigest.list} of each digest.</p>
${issueRows(issues)}`
      return sendPage(c, { title: 'Digests', here }, content)
    })
    .get('/:digest', async (c) => {
      const { digest } = c.req.param()
      const digests = isDigestName(digest) ? await stack.issues.listDigests(stack.site.publication) : []
      if (!digests.includes(digest)) return noDigest(c)
      if (!isConfigured(digest)) {
        const issues = await stack.issues.list(digest, perDigest.all)
        const content = html`<p class="meta lead">This digest is no longer in publication.json.</p>${issueRows(issues)}`
        return sendPage(c, { title: digest, here, up: { href: '/digests/', label: 'Digests' } }, content)
      }
      const shown = { digest, view: readView(c.req.query('view')), as: c.req.query('as') }
      const count = c.req.query('issues') === 'all' ? perDigest.all : perDigest.page
      const [mail, pending, record, issues, note, sponsor, reasons] = await Promise.all([
        readNextMail(shown, stack),
        listPending(digest, stack),
        stack.issues.getDigest(digest),
        stack.issues.list(digest, count),
        stack.inserts.get(digest, 'note'),
        stack.inserts.get(digest, 'sponsor'),
        reasonList(stack, digest),
      ])
      const texts = { hasNote: note?.insert !== undefined, hasSponsor: sponsor?.insert !== undefined }
      const contents = { shown, mail, pending, record, issues, ...texts, reasons, now: new Date() }
      const actions = html`<a class="button first" href="/digests/${digest}/send">Send now…</a>`
      const head = { title: digestTitle(digest, stack), here, up: { href: '/digests/', label: 'Digests' }, actions }
      const more = issues.length === perDigest.page
      return sendPage(
        c,
        head,
        html`${digestPage(contents, stack)}${more && html`<p><a href="?issues=all">All issues</a></p>`}`,
      )
    })
    .get('/:digest/mail', async (c) => {
      const { digest } = c.req.param()
      if (!isConfigured(digest)) return noDigest(c)
      const view = readView(c.req.query('view'))
      const mail = await readNextMail({ digest, as: c.req.query('as') }, stack)
      const policy = mailPolicy(new URL(stack.site.url).origin)
      if ('problem' in mail) return c.text(mail.problem, 404, { 'Content-Security-Policy': policy })
      const body = inScheme(renderMailDocument(mail.email), view === 'dark' ? 'dark' : 'light')
      return c.html(body, 200, { 'Content-Security-Policy': policy })
    })
    .post('/:digest/as', (c) => {
      const { digest } = c.req.param()
      return refusing(c, { here, up: up(digest) }, async () => {
        const view = readView(await field(c, 'view'))
        const { subscriber } = await findPerson(await field(c, 'address'), stack)
        if (subscriber) return c.redirect(`${mailHref({ digest, view, as: subscriber.id })}#mail`, 303)
        return sendPage(
          c,
          { title: 'No such subscriber', here, up: up(digest) },
          html`<p>This address has no subscriber.</p>`,
          404,
        )
      })
    })
    .post('/:digest/articles', (c) => {
      const { digest } = c.req.param()
      return refusing(c, { here, up: up(digest) }, async () => {
        const handling = await field(c, 'handling')
        const wanted = handling === 'held' || handling === 'pinned' ? handling : undefined
        const { sentence } = await handleArticle(digest, await field(c, 'key'), wanted, stack)
        return sendDone(c, `/digests/${digest}/`, sentence)
      })
    })
    .post('/:digest/test', (c) => {
      const { digest } = c.req.param()
      return refusing(c, { here, up: up(digest) }, async () => {
        const { mailTest } = await import('../../operations/digest/mail-test.ts') // needs the compiled templates
        const addresses = (await field(c, 'addresses')).split(/[\s,;]+/).filter((each) => each !== '')
        if (addresses.length === 0 || addresses.length > mostTests)
          throw new CommandFailure(`Nothing was submitted. Type 1 to ${mostTests} addresses.`)
        const { subject, submitted } = await mailTest(digest, addresses, undefined, stack)
        return sendDone(c, `/digests/${digest}/`, `“${subject}” was submitted to SES for ${submitted.join(', ')}.`)
      })
    })
    .get('/:digest/:kind{note|sponsor}', async (c) => {
      const { digest } = c.req.param()
      if (!isConfigured(digest)) return noDigest(c)
      const kind = c.req.param('kind') as InsertKind // the pattern
      const [uploaded, record] = await Promise.all([
        readUploadedInsert(digest, kind, stack),
        stack.inserts.get(digest, kind),
      ])
      const title = kind === 'note' ? 'Editor’s note' : 'Sponsor’s text'
      return sendPage(
        c,
        { title, here, up: up(digest) },
        notePage(digest, kind, uploaded, record?.insert !== undefined),
      )
    })
    .post('/:digest/:kind{note|sponsor}', (c) => {
      const { digest } = c.req.param()
      const kind = c.req.param('kind') as InsertKind // the pattern
      return refusing(c, { here, up: up(digest) }, async () => {
        // An empty text deletes the note, and a form without a text must not.
        const { text } = await c.req.parseBody()
        if (typeof text !== 'string') throw new CommandFailure('The form was not complete. Nothing was changed.')
        const receipt = await uploadInsert(digest, kind, text, stack)
        return sendDone(c, `/digests/${digest}/${kind}/`, insertAnswer(receipt))
      })
    })
    .get('/:digest/send', (c) => {
      const { digest } = c.req.param()
      if (!isConfigured(digest)) return noDigest(c)
      const href = `/digests/${digest}/plan`
      const content = html`<div hx-get="${href}" hx-trigger="load" hx-select="#plan"><p class="meta" role="status">Choosing the recipients…</p>
<noscript><p><a class="button" href="${href}">Show what would be mailed</a></p></noscript></div>`
      return sendPage(c, { title: 'Send the next issue now?', here, up: up(digest) }, content)
    })
    .get('/:digest/plan', async (c) => {
      const { digest } = c.req.param()
      if (!isConfigured(digest)) return noDigest(c)
      return refusing(c, { here, up: up(digest) }, async () => {
        const { planNextIssue } = await import('../../operations/digest/plan-next-issue.ts') // needs the templates
        const planned = await planNextIssue(digest, stack)
        const needsApproval = stack.site.publication.digests[digest]?.approval === true
        const content = sendQuestionPage(planned, randomUUID(), needsApproval)
        return sendPage(c, { title: 'Send the next issue now?', here, up: up(digest) }, content)
      })
    })
    .post('/:digest/send', (c) => {
      const { digest } = c.req.param()
      return refusing(
        c,
        { here, up: { href: `/digests/${digest}/send`, label: 'What would be mailed now' } },
        async () => {
          const requestId = await field(c, 'request')
          const number = Number(await field(c, 'number'))
          if (!isRequestId(requestId)) return c.text('The form is incomplete.\n', 400)
          await requestRun({ digest, requestId, number }, stack)
          return c.redirect(`/digests/${digest}/requests/${requestId}`, 303)
        },
      )
    })
    .get('/:digest/requests/:request', async (c) => {
      const { digest, request } = c.req.param()
      if (!isConfigured(digest) || !isRequestId(request)) return noDigest(c)
      const run = await findRequested(digest, request, stack)
      if (run?.number !== undefined) return c.redirect(`/digests/${digest}/${run.number}/`, 303)
      if (run) return sendDone(c, `/digests/${digest}/`, 'Nothing was pending: no issue was composed.')
      const content = html`<p role="status">The run was requested. When the issue has been composed, this page opens it.</p>`
      return sendPage(c, { title: 'Composing the issue', here, up: up(digest), refresh: 1 }, content)
    })
    .route('/', issueRoutes(stack))
}

/** Test mails that one form submits. */
const mostTests = 10

const isRequestId = (text: string) => /^[0-9a-f-]{36}$/.test(text)

function insertAnswer(receipt: Awaited<ReturnType<typeof uploadInsert>>): string {
  if (receipt === 'removed') return 'The text was deleted. No future issue will contain it.'
  if (!receipt) return 'Uploaded. The receipt takes longer than usual: load the page again.'
  return receipt.state === 'rejected' ? 'Rejected: see the problems below.' : 'Uploaded. The next issue contains it.'
}
