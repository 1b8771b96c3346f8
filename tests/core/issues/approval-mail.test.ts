import { expect, test } from 'vitest'
import { addressOf } from '../../../core/issues/approval.ts'
import { type ExpiryReason, reportExpiry, requestApproval } from '../../../core/issues/approval-mail.ts'
import { composeIssue, issueRecord } from '../../../core/issues/compose-issue.ts'
import { sampleArticle, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const { daily } = site.publication.digests
if (!daily) throw new Error('there is no daily digest')
const withApproval = (notAfter?: string) => ({
  ...site.publication,
  digests: { daily: { ...daily, approval: true, ...(notAfter && { notAfter }) } },
})
const issue = composeIssue(site, 'daily', 12, [sampleArticle('a'), sampleArticle('b')], '2026-11-21T06:00:00.000Z', {
  scheduledAt: '2026-11-21T06:00:00.000Z',
})
const waiting = issueRecord(issue, withApproval('10:00'))

test('the request names the subject, the articles, the preview, the commands and the end', () => {
  const { subject, text, operator } = requestApproval(site, issue, waiting)
  expect(operator).toBe('daily-12-approval')
  expect(subject).toBe(`Approve: ${issue.title}`)
  for (const part of [
    'Subject: Title of a and 1 more',
    'with 2 articles.',
    '- Title of b\n  https://news.example.org/articles/b/',
    addressOf(site, waiting),
    'postrider issues approve daily 12',
    'postrider issues cancel daily 12',
    '2026-11-21T09:00:00.000Z',
  ])
    expect(text).toContain(part)
  expect(requestApproval(site, issue, issueRecord(issue, withApproval())).text).toContain('until you decide')
  const note = {
    title: 'Hi',
    html: '<p>Hi</p>',
    text: 'Hi',
    image: undefined,
    language: 'en',
    direction: 'ltr',
  } as const
  expect(requestApproval(site, { ...issue, note }, waiting).text).toContain('with 2 articles, an editor’s note.')
})

test('the report of an issue that was given up says where its articles are', () => {
  const text = (reason: ExpiryReason) => reportExpiry(site, waiting, reason).text
  expect(text('late')).toContain('Its articles wait for the next issue.')
  expect(text('replaced')).toContain('The next issue contains its articles.')
  expect(text('replaced')).not.toContain('digest send')
  expect(text('empty')).toContain('none of its articles is left')
})
