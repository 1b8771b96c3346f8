import { html } from 'hono/html'
import { phaseOf } from '../../core/deliveries/progress.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import type { Html } from '../frame/page.ts'
import { instant } from '../frame/parts.ts'

const reasons = {
  operator: 'you paused it',
  bounces: 'too many of its mails bounced',
  complaints: 'too many of its mails were marked as spam',
  refusals: 'mail servers refused too many of its mails because of the sender',
} as const

/** Renders what the operator has to do about an issue: approve it, or resume it. Returns an empty text for any other issue. */
export function pausedBanner(issue: IssueRecord): Html | '' {
  const { hold } = issue
  if (issue.state === 'awaiting-approval') return approvalBanner(issue)
  if (!hold || phaseOf(issue) !== 'paused') return ''
  return html`<div class="banner" role="status"><p>${issueLink(issue)} has been paused since ${instant(hold.at)}: ${reasons[hold.reason]}.
${orderLink(issue, 'resume', 'Resume it')}, or ${orderLink(issue, 'cancel', 'cancel it')}.</p></div>`
}

function approvalBanner(issue: IssueRecord): Html {
  const { approval } = issue
  const end = approval?.until ? html`until ${instant(approval.until)}` : 'until the next issue is composed'
  return html`<div class="banner" role="status"><p>${issueLink(issue)} waits for approval ${end}.
${orderLink(issue, 'approve', 'Approve it')}, or ${orderLink(issue, 'cancel', 'cancel it')}.</p></div>`
}

function issueLink({ digest, number, title }: IssueRecord): Html {
  return html`<a href="/digests/${digest}/${number}/"><bdi>${title}</bdi></a>`
}

/** Links to the question whether to do something with an issue. */
function orderLink({ digest, number }: IssueRecord, order: string, label: string): Html {
  return html`<a href="/digests/${digest}/${number}/${order}">${label}</a>`
}

/** Renders a banner for each issue that is paused or waits for approval. */
export function pausedBanners(issues: readonly IssueRecord[]): Html {
  return html`${issues.map(pausedBanner)}`
}
