import { html } from 'hono/html'
import type { IssueRecord } from '../../core/issues/issue.ts'
import type { DigestName } from '../../core/publication.ts'
import { describeSchedule } from '../../core/schedules/describe-schedule.ts'
import type { DigestRecord, DigestRun } from '../../core/schedules/digest-record.ts'
import { nextRun } from '../../core/schedules/next-run.ts'
import { countOf } from '../../core/text/count-of.ts'
import { translate } from '../../core/translated-text.ts'
import type { PendingArticle } from '../../operations/digest/list-pending.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'
import { countdown, instant, rows } from '../frame/parts.ts'
import { issueRows } from './issue-list.ts'
import { type NextMail, nextMailView, type Shown } from './next-mail-view.ts'
import { pausedBanner } from './paused-banner.ts'

export type DigestContents = {
  readonly shown: Shown
  readonly mail: NextMail
  readonly pending: readonly PendingArticle[]
  readonly record: DigestRecord
  readonly issues: readonly IssueRecord[]
  readonly hasNote: boolean
  readonly hasSponsor: boolean
  readonly reasons: Html
  readonly now: Date
}

export function digestTitle(digest: DigestName, { site }: Pick<Stack, 'site'>): string {
  const { title, language } = site.publication
  return translate(site.publication.digests[digest]?.title ?? title, language)
}

/** Says when a digest runs, and when it runs next. */
export function scheduleLine(digest: DigestName, { site }: Pick<Stack, 'site'>, now: Date): Html {
  const { publication } = site
  const settings = publication.digests[digest]
  if (!settings) return html`No longer in publication.json`
  const at = nextRun(settings.schedule, publication.timeZone, now.toISOString())
  const approval = settings.approval ? ' Its issues wait for your approval.' : ''
  const words = describeSchedule(settings.schedule, publication.timeZone)
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.${approval}`
  return html`${sentence}${at && html` Next ${countdown(at)}.`}`
}

/** Renders a digest: its next issue, and the issues before. */
export function digestPage(contents: DigestContents, stack: Stack): Html {
  const { shown, mail, pending, record, issues, hasNote, hasSponsor, reasons, now } = contents
  const { digest } = shown
  return html`<p class="meta lead">${scheduleLine(digest, stack, now)}</p>
${issues.map(pausedBanner)}
<div class="digest">
<div><h2>The next mail</h2>
${nextMailView(shown, mail)}</div>
<div><h2>${countOf(pending.filter(({ handling }) => handling !== 'held').length, 'article')} pending</h2>
${pendingList(digest, pending)}
<h2>Texts of the next issue</h2>
${textList(digest, hasNote, hasSponsor)}
${testForm(digest)}</div>
</div>
<h2>Issues</h2>
${issueRows(issues)}
${reasons}
<h2>Last runs</h2>
${rows(record.runs.slice(0, 8).map(runRow), 'It has not run yet.')}`
}

function pendingList(digest: DigestName, pending: readonly PendingArticle[]): Html {
  return rows(
    pending.map(
      ({ key, title, url, topics, handling }) => html`<a class="name" href="${url}"><bdi>${title}</bdi></a>
<span class="meta">${handlings[handling ?? 'none']}${topics.length > 0 && topics.join(', ')}</span>
<form class="inline" method="post" action="/digests/${digest}/articles">
<input type="hidden" name="key" value="${key}">
${handling === undefined ? html`${choice('pinned', 'Pin', title)} ${choice('held', 'Hold', title)}` : choice('none', handling === 'held' ? 'Release' : 'Unpin', title)}</form>`,
    ),
    'Nothing waits for the next issue.',
  )
}

const handlings = { pinned: 'First in the issue. ', held: 'Left out until you release it. ', none: '' } as const

const choice = (handling: string, label: string, title: string) =>
  html`<button class="quiet" name="handling" value="${handling}">${label}<span class="visually-hidden">: ${title}</span></button>`

function textList(digest: DigestName, hasNote: boolean, hasSponsor: boolean): Html {
  const entry = (kind: string, label: string, exists: boolean) =>
    html`<a class="name" href="/digests/${digest}/${kind}/">${label}</a>
<span class="meta">${exists ? 'Waits for the next issue.' : 'None.'}</span>`
  return rows([entry('note', 'Editor’s note and subject', hasNote), entry('sponsor', 'Sponsor’s text', hasSponsor)], '')
}

function testForm(digest: DigestName): Html {
  return html`<h2>Test mail</h2>
<form class="fields" method="post" action="/digests/${digest}/test">
<p><label for="test">Mail the next issue, marked [TEST], to</label>
<input id="test" name="addresses" required autocomplete="off" placeholder="you@example.org"></p>
<p><button class="second">Mail the test</button></p>
</form>`
}

const outcomes: Readonly<Record<DigestRun['outcome'], string>> = {
  composed: 'Composed an issue',
  'nothing-pending': 'Nothing was pending',
  'too-few': 'Too few articles, which wait for the next run',
  'too-late': 'The run was too late. Its articles will be in the next issue',
}

function runRow({ at, outcome, number }: DigestRun): Html {
  return html`<span>${outcomes[outcome]}${number !== undefined && ` (number ${number})`}</span> <span class="meta">${instant(at)}</span>`
}
