import { Hono } from 'hono'
import { html } from 'hono/html'
import { readUnsubscriptions } from '../../aws/deliveries/read-unsubscriptions.ts'
import { readClicks } from '../../aws/issues/read-clicks.ts'
import { isDigestName } from '../../core/configured-names.ts'
import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import { approveWaiting } from '../../operations/issues/approve-waiting.ts'
import { countBounces } from '../../operations/issues/count-bounces.ts'
import { type FollowedIssue, followIssue } from '../../operations/issues/follow-issue.ts'
import { type ControlCommand, orderIssue } from '../../operations/issues/order-issue.ts'
import type { Stack } from '../../operations/stack.ts'
import { sendQuestion } from '../frame/confirm.ts'
import { sendDone } from '../frame/notices.ts'
import { type Html, sendNotFound, sendPage } from '../frame/page.ts'
import { issuePage, maximumRead, remarkList } from './issue-page.ts'
import { providerTable } from './provider-table.ts'
import { readRemarks } from './read-remarks.ts'
import { refusing } from './refusals.ts'

const here = 'digests' as const
const place = '/:digest/:number{[1-9][0-9]{0,8}}'
type Order = ControlCommand | 'approve'

/** The pages of single issues: `/daily/12/` and what can be done with it. */
export function issueRoutes(stack: Stack): Hono {
  const find = (digest: string, number: string): Promise<IssueRecord | undefined> =>
    isDigestName(digest) ? stack.issues.get(digest, Number(number)) : Promise.resolve(undefined)

  return new Hono()
    .get(place, async (c) => {
      const { digest, number } = c.req.param()
      const record = await find(digest, number)
      if (!record) return sendNotFound(c, `There is no issue ${number} of the ${digest} digest.`)
      const followed = await followIssue(digest, Number(number), stack)
      const [content, statistics, [unsubscriptions], clicks] = await Promise.all([
        stack.issueContent.get(record.contentKey),
        stack.deliveries.readStatistics(issueId(record)),
        readUnsubscriptions([record.digest], [record], stack),
        readClicks(record, stack),
      ])
      const contents = { followed, content, statistics, unsubscriptions, clicks }
      const up = { href: `/digests/${digest}/`, label: digest }
      return sendPage(c, { title: record.title, here, up, refresh: 10 }, await issuePage(contents, stack, new Date()))
    })
    .get(`${place}/providers`, async (c) => {
      const { digest, number } = c.req.param()
      const record = await find(digest, number)
      if (!record) return sendNotFound(c, `There is no issue ${number} of the ${digest} digest.`)
      const up = { href: `/digests/${digest}/${number}/`, label: record.title }
      return sendPage(c, { title: 'Bounces by provider', here, up }, providerTable(await countBounces(record, stack)))
    })
    .get(`${place}/reasons`, async (c) => {
      const { digest, number } = c.req.param()
      const record = await find(digest, number)
      if (!record) return sendNotFound(c, `There is no issue ${number} of the ${digest} digest.`)
      const up = { href: `/digests/${digest}/${number}/`, label: record.title }
      return sendPage(c, { title: 'Reasons', here, up }, remarkList(await readRemarks(record, stack, maximumRead)))
    })
    .get(`${place}/:order{approve|pause|resume|cancel|retry}`, async (c) => {
      const { digest, number } = c.req.param()
      const order = c.req.param('order') as Order // the pattern
      if (!(await find(digest, number))) return sendNotFound(c, `There is no issue ${number} of the ${digest} digest.`)
      const followed = await followIssue(digest, Number(number), stack)
      const { title, text, button, isFinal = false } = questions[order](followed)
      const back = `/digests/${digest}/${number}/`
      const up = { href: back, label: followed.issue.title }
      const action = `/digests/${digest}/${number}/${order}`
      return sendQuestion(c, { title, here, up, text, action, button, back, isFinal })
    })
    .post(`${place}/:order{approve|pause|resume|cancel|retry}`, (c) => {
      const { digest, number } = c.req.param()
      const order = c.req.param('order') as Order // the pattern
      const back = `/digests/${digest}/${number}/`
      return refusing(c, { here, up: { href: back, label: 'Back to the issue' } }, async () => {
        if (order !== 'approve') {
          const { outcome } = await orderIssue(order, digest, Number(number), stack)
          return sendDone(c, back, outcome.replaceAll(' Resume it with `postrider issues resume`.', ''))
        }
        const { record, changes } = await approveWaiting(digest, Number(number), stack)
        const sentences = [`${record.title} is approved.`, ...(changes ?? []).map((change) => `${change}.`)]
        return sendDone(c, back, changes ? sentences.join(' ') : `${record.title} was approved already.`)
      })
    })
}

type OrderQuestion = {
  readonly title: string
  readonly text: Html
  readonly button: string
  readonly isFinal?: boolean
}

/** What each order will do, in numbers. */
const questions: Readonly<Record<Order, (followed: FollowedIssue) => OrderQuestion>> = {
  pause: ({ issue: { title, counts } }) => ({
    title: 'Pause this issue?',
    text: html`<p><bdi>${title}</bdi>: ${people(counts.pending)} not been mailed yet. Nothing more is submitted until you resume it. Mails that are being submitted right now may still go out.</p>`,
    button: 'Pause the issue',
  }),
  resume: ({ issue: { title, counts } }) => ({
    title: 'Resume this issue?',
    text: html`<p><bdi>${title}</bdi> goes on: ${people(counts.pending)} not been mailed yet.</p>`,
    button: 'Resume the issue',
  }),
  cancel: ({ issue: { title, counts, state, alone } }) => ({
    title: 'Cancel this issue?',
    text:
      state === 'awaiting-approval'
        ? html`<p><bdi>${title}</bdi> is not mailed to anybody. ${alone ? 'Its article is not mailed either, unless you release it.' : 'Its articles wait for the next issue.'}</p>`
        : html`<p><bdi>${title}</bdi>: ${people(counts.pending + counts.unknown)} not been mailed yet, and will not be. ${countOf(counts.submitted, 'mail')} cannot be taken back. An issue that was cancelled cannot be resumed, and its articles are not in the next one.</p>`,
    button: 'Cancel the issue',
    isFinal: true,
  }),
  retry: ({ issue: { title, counts } }) => ({
    title: 'Retry the failed mails?',
    text: html`<p><bdi>${title}</bdi>: ${countOf(counts.failed, 'failed mail')} will be submitted again. Nobody who got the mail gets it twice.</p>`,
    button: `Submit ${countOf(counts.failed, 'mail')} again`,
  }),
  approve: ({ issue: { title, articleCount } }) => ({
    title: 'Approve this issue?',
    text: html`<p><bdi>${title}</bdi>, with ${countOf(articleCount, 'article')}, is mailed to the readers of its digest at once. Its articles are mailed as they are now.</p>`,
    button: 'Approve and mail the issue',
  }),
}

const people = (count: number) => `${countOf(count, 'recipient')} ${count === 1 ? 'has' : 'have'}`
