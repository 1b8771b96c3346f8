import { expect, test } from 'vitest'
import { composeSubject } from '../../../core/issues/mail-subject.ts'
import { messagesFor } from '../../../core/text/locales.ts'
import { sampleIssue, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const issue = sampleIssue(site)
const messages = messagesFor('en-GB', 'en-GB')
const subjectOf = (subject: string | undefined, titles: readonly string[]) =>
  composeSubject(site, { ...issue, settings: { ...issue.settings, subject } }, titles, messages)

test('the default subject is the first headline and the number of the others', () => {
  expect(subjectOf(undefined, ['One'])).toBe('One')
  expect(subjectOf(undefined, ['One', 'Two', 'Three'])).toBe('One and 2 more')
})

test('a template can use every placeholder, and other braces stay', () => {
  expect(subjectOf('{publication}|{digest}|{number}|{date}|{count}|{headline}|{else}', ['One', 'Two'])).toBe(
    'The Example Post|Daily digest|12|21 November 2026|2|One|{else}',
  )
})

test('a long headline is shortened, and a subject is a single line', () => {
  expect(subjectOf(undefined, ['word '.repeat(100)]).length).toBeLessThanOrEqual(121)
  expect(subjectOf('{headline}', ['One\r\nBcc: eve@example.org'])).toBe('One Bcc: eve@example.org')
})
