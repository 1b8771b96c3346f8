import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Counted, readCounts } from '../aws/deliveries/read-counts.ts'
import { readUnsubscriptions } from '../aws/deliveries/read-unsubscriptions.ts'
import { readClicks } from '../aws/issues/read-clicks.ts'
import { isDigestName } from '../core/configured-names.ts'
import { phaseOf } from '../core/deliveries/progress.ts'
import { addressOf } from '../core/issues/approval.ts'
import type { Clicks } from '../core/issues/click.ts'
import type { Issue } from '../core/issues/issue.ts'
import { describeUnsubscriptions, type Unsubscriptions } from '../core/subscribers/unsubscription.ts'
import { countOf } from '../core/text/count-of.ts'
import type { Stack } from '../operations/stack.ts'
import { type Html, sendNotFound, sendPage } from './frame/page.ts'
import { countCells, facts, instant, stateBadge } from './frame/parts.ts'
import { issueRows, listIssues } from './issue-list.ts'
import { pausedBanner } from './paused-banner.ts'
import { type Remarks, readRemarks } from './read-remarks.ts'

const here = 'digests'
const perDigest = 200
/** Maximum deliveries whose reasons and reports are shown. The counts include all deliveries. */
const maximumRead = 5000

export function issueRoutes(stack: Stack): Hono {
  return new Hono()
    .get('/', async (c) => {
      const content = html`<p class="meta">The newest ${perDigest} of each digest.</p>
${issueRows(await listIssues(stack, perDigest))}`
      return sendPage(c, { title: 'Issues', here }, content)
    })
    .get('/:digest/:number{[1-9][0-9]{0,8}}', async (c) => {
      const { digest, number } = c.req.param()
      const record = isDigestName(digest) ? await stack.issues.get(digest, Number(number)) : undefined
      if (!record) return sendNotFound(c, `There is no issue ${number} of the ${digest} digest.`)
      const [issue, counted, remarks, [unsubscriptions], clicks] = await Promise.all([
        stack.issueContent.get(record.contentKey),
        readCounts(record, stack),
        readRemarks(record, stack, maximumRead),
        readUnsubscriptions([record.digest], [record], stack),
        readClicks(record, stack),
      ])
      const url = addressOf(stack.site, record)
      const content = issuePage(counted, issue, { ...remarks, unsubscriptions, clicks }, url)
      return sendPage(c, { title: record.title, here }, content)
    })
}

/** How mail servers and readers responded to an issue. */
type Responses = Remarks & {
  readonly unsubscriptions: Unsubscriptions | undefined
  readonly clicks: Clicks | undefined
}

function issuePage(
  { record, counts }: Counted,
  { articles }: Pick<Issue, 'articles'>,
  { remarks, complete, unsubscriptions, clicks }: Responses,
  url: string | undefined,
): Html {
  return html`${pausedBanner(record)}
<p>${stateBadge(phaseOf(record))} Issue ${record.number} of the ${record.digest} digest</p>
${facts([
  ['Composed', instant(record.composedAt)],
  ...(record.submittedAt ? [['Submitted', instant(record.submittedAt)] as const] : []),
  ...(unsubscriptions ? [['Unsubscribed', describeUnsubscriptions(unsubscriptions)] as const] : []),
  ...(url ? [['Page', html`<a href="${url}">${url}</a>`] as const] : []),
])}
<h2>Deliveries</h2>
${countCells(counts)}
${!complete && html`<p class="meta">Reasons and reports of ${maximumRead.toLocaleString('en')} deliveries:</p>`}
${remarks.length > 0 && facts(remarks.map(([remark, count]) => [remark, String(count)]))}
${clicks && clickTable(clicks)}
<h2>Articles</h2>
<ul>${articles.map(({ url, title }) => html`<li><a href="${url}"><bdi>${title}</bdi></a></li>\n`)}</ul>`
}

/** Maximum links that are shown. The total includes all of them. */
const maximumLinks = 200

function clickTable({ total, links }: Clicks): Html {
  const opened = links.filter(({ clicks }) => clicks > 0).slice(0, maximumLinks)
  return html`<h2>Clicks</h2>
<p class="meta">${countOf(total, 'click')} on the links of its mails. Some are by programs that check mails.</p>
${opened.length > 0 && html`<ul>${opened.map(({ url, clicks }) => html`<li>${clicks.toLocaleString('en')}: <a href="${url}"><bdi>${url}</bdi></a></li>\n`)}</ul>`}`
}
