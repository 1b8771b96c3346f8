import { html } from 'hono/html'
import { canPause, progressOf } from '../../core/deliveries/progress.ts'
import { addressOf } from '../../core/issues/approval.ts'
import type { Clicks } from '../../core/issues/click.ts'
import type { Issue, Statistics } from '../../core/issues/issue.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { describeUnsubscriptions, type Unsubscriptions } from '../../core/subscribers/unsubscription.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { FollowedIssue } from '../../operations/issues/follow-issue.ts'
import type { Stack } from '../../operations/stack.ts'
import { live } from '../frame/live.ts'
import type { Html } from '../frame/page.ts'
import { countCells, countdown, facts, instant, progressBar, stateBadge } from '../frame/parts.ts'
import { pausedBanner } from './paused-banner.ts'
import type { Remarks } from './read-remarks.ts'

export type IssueContents = {
  readonly followed: FollowedIssue
  readonly content: Pick<Issue, 'articles' | 'corrections'>
  /** What SES reported about all of its mails. */
  readonly statistics: Statistics
  readonly unsubscriptions: Unsubscriptions | undefined
  readonly clicks: Clicks | undefined
}

/** Maximum deliveries whose reasons are shown. The counts include all deliveries. */
export const maximumRead = 5000

/** Renders an issue: what is happening now, and what happened with its mails. */
export async function issuePage(contents: IssueContents, stack: Pick<Stack, 'site'>, now: Date): Promise<Html> {
  const { followed, content, clicks } = contents
  const { issue } = followed
  const url = addressOf(stack.site, issue)
  return html`${changes(issue, now) ? await live('issue', nowOf(contents)) : nowOf(contents)}
${ledgerLinks(contents)}
${clicks && clickTable(clicks)}
<h2>${countOf(content.articles.length, 'article')}</h2>
<ul>${content.articles.map((article) => html`<li><a href="${article.url}"><bdi>${article.title}</bdi></a></li>\n`)}</ul>
${
  content.corrections.length > 0 &&
  html`<h2>Corrections</h2>
<ul>${content.corrections.map(({ kind, title, url: page }) => html`<li>${kind === 'retracted' ? 'Retraction' : 'Correction'}: <a href="${page}"><bdi>${title}</bdi></a></li>\n`)}</ul>`
}
${url && html`<p><a href="${url}">Its page on the site</a></p>`}`
}

/** Milliseconds after the end of an issue in which mail servers report most. */
const reportingTime = 60 * 60_000

/** True if the page of an issue is likely to change while it is shown. */
function changes({ state, submittedAt }: FollowedIssue['issue'], now: Date): boolean {
  if (state === 'cancelled' || state === 'expired') return false
  return state !== 'submitted' || now.getTime() - Date.parse(submittedAt ?? '') < reportingTime
}

/** What changes while the page is shown. */
function nowOf({ followed, statistics, unsubscriptions }: IssueContents): Html {
  const { issue, plannedShards, perSecond, expectedAt } = followed
  const { state, digest, number, counts, composedAt, submittedAt } = issue
  const { done, total } = progressOf(issue)
  const isActive = state === 'planning' || state === 'sending' || state === 'paused'
  return html`${pausedBanner({ ...issue, contentKey: '', state: state === 'sending' || state === 'paused' ? 'planned' : state })}
<p class="meta lead">${stateBadge(state)} Issue ${number} of the ${digest} digest, composed ${instant(composedAt)}${submittedAt && html`, submitted ${instant(submittedAt)}`}.</p>
${state === 'planning' && html`<p>Choosing the recipients: ${plannedShards} of ${shards.length} parts of the list are done, with ${countOf(counts.recipients, 'recipient')} so far. ${countOf(done, 'mail')} are done.</p>`}
${isActive && total !== undefined && progressBar('Mails that are done', done, total)}
${perSecond !== undefined && html`<p class="meta">${countOf(Math.max(1, Math.round(perSecond)), 'mail')} a second${expectedAt && html`, probably done ${countdown(expectedAt)}`}.</p>`}
${orderButtons(followed)}
<h2>Deliveries</h2>
${countCells(counts)}
${reportList(statistics, unsubscriptions)}`
}

/** Outcomes as people would say them. SES reports the outcome of a mail that it accepted. */
const outcomeNames: Readonly<Record<string, string>> = {
  delivered: 'Delivered',
  bounced: 'Bounced for good',
  softBounced: 'Bounced for now',
  delayed: 'Delayed',
  refused: 'Refused because of the sender',
  rejected: 'Rejected by SES',
  complained: 'Marked as spam',
}

function reportList(statistics: Statistics, unsubscriptions: Unsubscriptions | undefined): Html | '' {
  const total = Object.values(statistics).reduce((sum, count) => sum + count, 0)
  if (total === 0 && !unsubscriptions?.count) return ''
  const share = (count: number) => `${count.toLocaleString('en')} (${Math.round((1000 * count) / total) / 10} %)`
  return html`<h2>What mail servers reported</h2>
${facts([
  ...Object.entries(statistics).map(([name, count]) => [outcomeNames[name] ?? name, share(count)] as const),
  ...(unsubscriptions ? [['Unsubscribed through its mails', describeUnsubscriptions(unsubscriptions)] as const] : []),
])}`
}

function orderButtons({ issue }: FollowedIssue): Html | '' {
  const { state, digest, number, counts } = issue
  const link = (order: string, label: string, isFirst = false) =>
    html`<a class="button${isFirst ? ' first' : ''}" href="/digests/${digest}/${number}/${order}">${label}</a> `
  const storedState = state === 'sending' || state === 'paused' ? 'planned' : state
  const isOpen = canPause({ state: storedState, counts }) && state !== 'awaiting-approval' && state !== 'expired'
  const buttons = [
    ...(state === 'awaiting-approval' ? [link('approve', 'Approve…', true), link('cancel', 'Cancel…')] : []),
    ...(state === 'paused' ? [link('resume', 'Resume…', true)] : []),
    ...(isOpen && state !== 'paused' ? [link('pause', 'Pause…')] : []),
    ...(isOpen ? [link('cancel', 'Cancel…')] : []),
    ...(counts.failed > 0 && state !== 'cancelled' ? [link('retry', 'Retry failed mails…')] : []),
  ]
  return buttons.length > 0 ? html`<p class="buttons">${buttons}</p>` : ''
}

/** Renders why single deliveries ended as they did. */
export function remarkList({ remarks, complete }: Remarks): Html {
  return html`<section id="reasons-result"><h2>Reasons of single deliveries</h2>
<p class="meta">${complete ? 'Counted over all deliveries.' : `Counted over the first ${maximumRead.toLocaleString('en')} deliveries only.`}</p>
${remarks.length > 0 ? facts(remarks.map(([remark, count]) => [remark, count.toLocaleString('en')])) : html`<p class="nothing">There are none.</p>`}</section>`
}

/** Offers what the ledger says, which takes longer to read. */
function ledgerLinks({ followed: { issue }, statistics }: IssueContents): Html {
  const { bounced = 0, softBounced = 0, refused = 0, complained = 0 } = statistics
  const link = (page: string, label: string) => {
    const href = `/digests/${issue.digest}/${issue.number}/${page}`
    return html`<div id="${page}"><a class="button" href="${href}" hx-get="${href}" hx-select="#${page}-result" hx-target="#${page}">${label}</a></div>`
  }
  const hasBounces = bounced + softBounced + refused + complained > 0
  return html`<div class="ledger">${hasBounces && link('providers', 'Bounces by provider')}
${issue.counts.recipients > 0 && link('reasons', 'Reasons of single deliveries')}</div>`
}

/** Maximum links that are shown. The total includes all of them. */
const maximumLinks = 200

function clickTable({ total, links }: Clicks): Html {
  const opened = links.filter(({ clicks }) => clicks > 0).slice(0, maximumLinks)
  return html`<h2>Clicks</h2>
<p class="meta">${countOf(total, 'click')} on the links of its mails. Some are by programs that check mails.</p>
${opened.length > 0 && html`<ul>${opened.map(({ url, clicks }) => html`<li>${clicks.toLocaleString('en')}: <a href="${url}"><bdi>${url}</bdi></a></li>\n`)}</ul>`}`
}
