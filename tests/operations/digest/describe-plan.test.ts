import { expect, test } from 'vitest'
import type { Issue } from '../../../core/issues/issue.ts'
import { describePlan, type Plan } from '../../../operations/digest/describe-plan.ts'
import { estimateMailing } from '../../../operations/digest/estimate-mailing.ts'

const plan: Plan = {
  articles: ['Night mail', 'Day mail'],
  held: 0,
  leftOut: [],
  waitingCorrections: [],
  alone: [],
  recipients: 3,
  skipped: { paused: 1, joinedLater: 2, otherTopics: 4, received: 0 },
  corrections: [],
  spreadHours: 0,
  lateMinutes: 240,
  suppressed: 5,
  contentSets: 2,
  rest: undefined,
  nextAt: undefined,
  lastRun: undefined,
  awaitingApproval: undefined,
  largestMail: { bytes: 41_349, warnings: ['The summaries are shortened.'] },
  estimate: estimateMailing(3, { perSecond: 14, perDay: 50_000, sentToday: 0 }, 2),
}
const issue = { digest: 'daily', title: 'Daily digest 7', note: undefined, sponsor: undefined }
const empty: Plan = { ...plan, articles: [], recipients: 0, contentSets: 0, largestMail: undefined }

test('a plan lists the articles, the audience, the largest mail and the cost', () => {
  expect(describePlan(plan, issue)).toEqual([
    'Daily digest 7: 2 articles',
    '  Night mail',
    '  Day mail',
    '3 recipients, 2 distinct mails.',
    'Not mailed: 4 chose other topics, 2 joined after every article was published, 1 paused their subscription, 5 are suppressed.',
    'Largest mail: 41.3 KB of 100.',
    'Warning: The summaries are shortened.',
    expect.stringContaining('SES: $0.00'),
    expect.stringContaining('At 14 a second'),
  ])
})

test('the description has the subject and the preheader that a note gives the issue', () => {
  const note = { subject: 'Snow', preheader: 'The mail is late' } as Issue['note'] // all that is read
  const lines = describePlan(plan, { ...issue, note })
  expect(lines).toContain('Its subject is “Snow”.')
  expect(lines).toContain('Its preheader is “The mail is late”.')
})

test('a plan without articles has neither audience nor cost', () => {
  expect(describePlan(empty, issue)).toEqual(['Nothing is pending: no issue would be composed.'])
})

test('the description mentions articles that are left out, and a schedule that waits', () => {
  const leftOut = [{ key: 'articles/a.md', title: 'Not today' }]
  const lines = describePlan({ ...plan, held: 1, leftOut, rest: 'too-few' }, issue)
  expect(lines).toContain('1 article left out, until `digest release`:')
  expect(lines).toContain('  Not today (articles/a.md)')
  expect(lines).toContain('The schedule would wait for more articles; `digest send` does not.')
})

test('the description has the times of the last and the next run', () => {
  const lastRun = { at: '2026-11-28T06:00:00Z', outcome: 'too-late' } as Plan['lastRun'] // the description needs only these fields
  expect(describePlan({ ...empty, lastRun, nextAt: '2026-11-29T06:00:00Z' }, issue).slice(1)).toEqual([
    'Last run: 2026-11-28T06:00:00Z, came too late: its articles go into the next issue.',
    'Next run: 2026-11-29T06:00:00Z.',
  ])
})

test('the description mentions corrections, readers of another digest and the time of the last mail', () => {
  const corrections = [{ kind: 'retracted', title: 'The forged letter', recipients: 2 }] as const
  const lines = describePlan(
    { ...plan, corrections, skipped: { ...plan.skipped, received: 6 }, spreadHours: 24 },
    issue,
  )
  expect(lines).toContain('  Retraction: The forged letter (2 readers)')
  expect(lines.join()).toContain('6 got every article in another digest')
  expect(lines.join()).toContain('up to 24 hours later')
  expect(lines.join()).toContain('more than 4 hours ago get it the next day')
})

test('a plan names the issue that waits for approval, and the command', () => {
  expect(describePlan({ ...plan, awaitingApproval: 7 }, issue).join()).toContain('postrider issues approve daily 7')
})

test('a plan without articles names the corrections that wait for the next issue', () => {
  const waitingCorrections = [{ kind: 'corrected', title: 'Council piece' }] as const
  expect(describePlan({ ...empty, waitingCorrections }, issue)).toEqual([
    'Nothing is pending: no issue would be composed.',
    'Correction, which waits for the next issue: Council piece',
  ])
})
