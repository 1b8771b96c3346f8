import { Hono } from 'hono'
import { html } from 'hono/html'
import { isDigestName } from '../core/configured-names.ts'
import { issueFolder, urlOf } from '../core/feeds/addresses.ts'
import type { Issue, IssueRecord } from '../core/issues/issue.ts'
import { countCells, facts, type Html, instant, sendNotFound, sendPage, stateBadge } from './console-page.ts'
import type { ConsoleStack } from './console-sources.ts'
import { issueRows, listIssues } from './issue-list.ts'
import { pausedBanner } from './paused-banner.ts'
import { issueState, type Ledger, readLedger } from './read-ledger.ts'

const here = 'issues'
const perDigest = 200

export function issueRoutes(stack: ConsoleStack): Hono {
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
      const [issue, ledger] = await Promise.all([stack.issueContent.get(record.contentKey), readLedger(record, stack)])
      const url = urlOf(stack.site, issueFolder(record))
      return sendPage(c, { title: record.title, here }, issuePage(record, issue, ledger, url))
    })
}

function issuePage(record: IssueRecord, { articles }: Pick<Issue, 'articles'>, ledger: Ledger, url: string): Html {
  return html`${pausedBanner(record)}
<p>${stateBadge(issueState(record, ledger))} Issue ${record.number} of the ${record.digest} digest</p>
${facts([
  ['Composed', instant(record.composedAt)],
  ['Page', html`<a href="${url}">${url}</a>`],
])}
<h2>Deliveries</h2>
${countCells(ledger.counts)}
${ledger.remarks.length > 0 && facts(ledger.remarks.map(([remark, count]) => [remark, String(count)]))}
<h2>Articles</h2>
<ul>${articles.map(({ url, title }) => html`<li><a href="${url}"><bdi>${title}</bdi></a></li>\n`)}</ul>`
}
