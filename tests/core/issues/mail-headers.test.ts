import { expect, test } from 'vitest'
import { issueHeaders, personalHeaders } from '../../../core/issues/mail-headers.ts'
import { sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)

test('the shared headers mark the mail as an automatic mailing of a list', () => {
  const headers = issueHeaders(site, issue, 'Hello', 'en').split('\r\n')
  expect(headers).toEqual(
    expect.arrayContaining([
      'List-Id: "The Example Post" <daily.example.org>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Feedback-ID: daily-12:daily:digest:exampleorg',
      'Auto-Submitted: auto-generated',
    ]),
  )
})

test('a short sender domain is padded to the five characters that Feedback-ID needs', () => {
  const short = sampleSite({ sender: { ...site.publication.sender, address: 'x@a.b' } })
  expect(issueHeaders(short, issue, 'Hello', 'en')).toContain(':digest:ab000\r\n')
})

test('the personal headers identify the delivery', () => {
  const headers = personalHeaders(site, issue, samplePersonal(site, issue))
  expect(headers).toContain('To: <ada@example.org>\r\n')
  expect(headers).toContain('Message-ID: <daily-12.ab12cd34@example.org>\r\n')
  expect(headers).toContain('X-Postrider-Delivery: daily-12.ab12cd34\r\n')
})
