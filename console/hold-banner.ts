import { html } from 'hono/html'
import type { IssueRecord } from '../core/issues/issue.ts'
import type { ConsoleStack } from './console-sources.ts'
import { listIssues } from './issue-list.ts'
import { type Html, instant } from './page.ts'

const reasons = {
  operator: 'you paused it',
  bounces: 'too many of its mails bounced',
  complaints: 'too many of its mails were marked as spam',
} as const

/** Of an issue that is paused: why, and how it goes on. Empty for any other. */
export function holdBanner({ hold, digest, number, title }: IssueRecord): Html | '' {
  if (hold?.kind !== 'paused') return ''
  return html`<div class="banner" role="status"><p><a href="/issues/${digest}/${number}/"><bdi>${title}</bdi></a> is paused since
${instant(hold.at)}: ${reasons[hold.reason]}. Go on with <code>npx postrider issues resume ${digest} ${number}</code>, or end it
with <code>npx postrider issues cancel ${digest} ${number}</code>.</p></div>`
}

/** Banners of the newest issues that are paused. */
export async function holdBanners(stack: Pick<ConsoleStack, 'site' | 'issues'>): Promise<Html> {
  const issues = await listIssues(stack, 10)
  return html`${issues.map(holdBanner)}`
}
