import { html } from 'hono/html'
import { phaseOf } from '../core/deliveries/progress.ts'
import type { IssueRecord } from '../core/issues/issue.ts'
import { type Html, instant } from './console-page.ts'
import type { ConsoleStack } from './console-sources.ts'
import { listIssues } from './issue-list.ts'

const reasons = {
  operator: 'you paused it',
  bounces: 'too many of its mails bounced',
  complaints: 'too many of its mails were marked as spam',
  refusals: 'mail servers refused too many of its mails because of the sender',
} as const

/** Renders why an issue is paused and how to resume it. Returns an empty text if it is not paused. */
export function pausedBanner(issue: IssueRecord): Html | '' {
  const { hold, digest, number, title } = issue
  if (!hold || phaseOf(issue) !== 'paused') return ''
  return html`<div class="banner" role="status"><p><a href="/issues/${digest}/${number}/"><bdi>${title}</bdi></a> has been paused since
${instant(hold.at)}: ${reasons[hold.reason]}. Resume it with <code>npx postrider issues resume ${digest} ${number}</code>, or cancel it
with <code>npx postrider issues cancel ${digest} ${number}</code>.</p></div>`
}

/** Renders a banner for each paused issue among the newest ones. */
export async function pausedBanners(stack: Pick<ConsoleStack, 'site' | 'issues'>): Promise<Html> {
  const issues = await listIssues(stack, 10)
  return html`${issues.map(pausedBanner)}`
}
