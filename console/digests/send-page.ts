import { html } from 'hono/html'
import { maximumMailBytes } from '../../core/issues/limits.ts'
import { countOf } from '../../core/text/count-of.ts'
import type { PlannedIssue } from '../../operations/digest/plan-next-issue.ts'
import type { Html } from '../frame/page.ts'
import { facts, sizeOf } from '../frame/parts.ts'

/** Renders what would be mailed now, and asks whether to mail it. @param requestId identifies the run, however often it is confirmed */
export function sendQuestionPage({ plan, issue }: PlannedIssue, requestId: string, needsApproval: boolean): Html {
  const { digest, number, articles, recipients, corrections } = plan
  if (articles.length === 0)
    return html`<section id="plan"><p>Nothing is pending, so no issue would be composed.</p></section>`
  const question = needsApproval
    ? `Compose issue ${number}, to be approved`
    : `Mail issue ${number} to ${countOf(recipients, 'recipient')}`
  return html`<section id="plan">
<p class="big">${countOf(recipients, 'recipient')}</p>
<p class="meta"><bdi>${issue.title}</bdi>, ${countOf(articles.length, 'article')}. ${needsApproval && 'The issue waits for your approval before anybody gets it.'}</p>
${plan.awaitingApproval !== undefined && html`<p class="banner">Issue ${plan.awaitingApproval} waits for approval, and its articles are still pending.</p>`}
${factList(plan)}
<form class="question" method="post" action="/digests/${digest}/send">
<input type="hidden" name="request" value="${requestId}"><input type="hidden" name="number" value="${number}">
${
  recipients === 0
    ? html`<p>Nobody would get this issue. If you go on, it is composed all the same, and its articles are not in the next one.</p>`
    : html`<p>Mails cannot be taken back.</p>`
}
<p class="buttons"><button class="final">${question}</button> <a class="button" href="/digests/${digest}/">Cancel</a></p>
</form>
<h2>Articles</h2>
<ul>${articles.map((title) => html`<li><bdi>${title}</bdi></li>\n`)}</ul>
${corrections.length > 0 && html`<h2>Corrections</h2><ul>${corrections.map((each) => html`<li><bdi>${each.title}</bdi>, for ${countOf(each.recipients, 'reader')}</li>\n`)}</ul>`}</section>`
}

function factList({
  skipped,
  suppressed,
  contentSets,
  largestMail,
  estimate,
  held,
  spreadHours,
}: PlannedIssue['plan']): Html {
  const { usd, seconds, quota, shareOfDay } = estimate
  const left: readonly (readonly [number, string])[] = [
    [skipped.otherTopics, 'chose other topics'],
    [skipped.joinedLater, 'joined after every article was published'],
    [skipped.paused, 'paused their subscription'],
    [skipped.received, 'got every article in another digest'],
    [suppressed, 'are suppressed, because mails to them bounced or they complained'],
  ]
  const named = left.filter(([count]) => count > 0).map(([count, why]) => `${count.toLocaleString('en')} ${why}`)
  const percent = largestMail && Math.round((100 * largestMail.bytes) / maximumMailBytes)
  return html`${facts([
    ['Left out', named.length > 0 ? named.join('; ') : 'Nobody'],
    ['Different mails', contentSets.toLocaleString('en')],
    ...(held > 0 ? [['Held articles', held.toLocaleString('en')] as const] : []),
    ...(largestMail
      ? [['Largest mail', `${sizeOf(largestMail.bytes)}, ${percent} % of what Gmail shows`] as const]
      : []),
    [
      'Duration',
      `${durationOf(seconds)} at ${quota.perSecond} a second${spreadHours > 0 ? `; readers get it at their own time of day, up to ${spreadHours} hours later` : ''}`,
    ],
    [
      'Quota',
      `${Math.round(shareOfDay * 1000) / 10} % of the ${quota.perDay.toLocaleString('en')} mails of a day; ${quota.sentToday.toLocaleString('en')} are used`,
    ],
    [
      'Cost',
      `SES: ${price(usd.newAccounts)} (à la carte: ${price(usd.aLaCarte)}). Other services: ${price(usd.services)}. At the prices of ${usd.asOf}.`,
    ],
  ])}
${shareOfDay > 1 && html`<p class="banner">It takes more than a day. Ask AWS for a higher quota.</p>`}
${largestMail?.warnings.map((warning) => html`<p class="banner">${warning}</p>`)}`
}

function durationOf(seconds: number): string {
  if (seconds < 120) return countOf(seconds, 'second')
  return seconds < 7200 ? countOf(Math.round(seconds / 60), 'minute') : `${(seconds / 3600).toFixed(1)} hours`
}

const price = (usd: number) => (usd > 0 && usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`)
