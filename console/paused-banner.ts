import { html } from 'hono/html'
import { phaseOf } from '../core/deliveries/progress.ts'
import type { IssueRecord } from '../core/issues/issue.ts'
import type { Stack } from '../operations/stack.ts'
import type { Html } from './frame/page.ts'
import { instant } from './frame/parts.ts'
import { listIssues } from './issue-list.ts'

const reasons = {
  operator: 'you paused it',
  bounces: 'too many of its mails bounced',
  complaints: 'too many of its mails were marked as spam',
  refusals: 'mail servers refused too many of its mails because of the sender',
} as const

/** Renders what the operator has to do about an issue: approve it, or resume it. Returns an empty text for any other issue. */
export function pausedBanner(issue: IssueRecord): Html | '' {
  const { hold, digest, number, title } = issue
  if (issue.state === 'awaiting-approval') return approvalBanner(issue)
  if (!hold || phaseOf(issue) !== 'paused') return ''
  return html`<div class="banner" role="status"><p><a href="/issues/${digest}/${number}/"><bdi>${title}</bdi></a> has been paused since
${instant(hold.at)}: ${reasons[hold.reason]}. Resume it with <code>npx postrider issues resume ${digest} ${number}</code>, or cancel it
with <code>npx postrider issues cancel ${digest} ${number}</code>.</p></div>`
}

function approvalBanner({ digest, number, title, approval }: IssueRecord): Html {
  const end = approval?.until ? html`until ${instant(approval.until)}` : 'until the next issue is composed'
  return html`<div class="banner" role="status"><p><a href="/issues/${digest}/${number}/"><bdi>${title}</bdi></a> waits for approval
${end}. Mail it with <code>npx postrider issues approve ${digest} ${number}</code>, or cancel it with <code>npx postrider issues cancel
${digest} ${number}</code>.</p></div>`
}

/** Renders a banner for each issue that is paused or waits for approval, among the newest ones. */
export async function pausedBanners(stack: Pick<Stack, 'site' | 'issues'>): Promise<Html> {
  const issues = await listIssues(stack, 10)
  return html`${issues.map(pausedBanner)}`
}
