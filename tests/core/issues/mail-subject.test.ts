import { expect, test } from 'vitest'
import type { Correction } from '../../../core/issues/issue.ts'
import { composeCorrectionSubject, composeSubject } from '../../../core/issues/mail-subject.ts'
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

test('placeholders without a value leave no spaces', () => {
  expect(subjectOf('{headline} {publication} {more} {count} {headline}', [])).toBe('The Example Post 0')
})

test('a long headline is shortened, and a subject is a single line', () => {
  expect(subjectOf(undefined, ['word '.repeat(100)]).length).toBeLessThanOrEqual(121)
  expect(subjectOf('{headline}', ['One\r\nBcc: eve@example.org'])).toBe('One Bcc: eve@example.org')
})

test('a mail without articles says that it is a correction or a retraction, in every language', () => {
  const correction = (kind: Correction['kind'], title = 'The rates'): Correction => {
    return { articleId: 'x', kind, title, text: '', url: '', language: 'en', direction: 'ltr', issueIds: [] }
  }
  const subject = (language: string, ...corrections: Correction[]) =>
    composeCorrectionSubject(corrections, messagesFor(language, 'en'))
  expect(subject('en', correction('corrected'))).toBe('Correction: The rates')
  expect(subject('en', correction('retracted'), correction('corrected'))).toBe('Retraction: The rates and 1 more')
  expect(subject('de', correction('corrected'))).toBe('Berichtigung: The rates')
  expect(subject('fr', correction('corrected'))).toBe('Correction : The rates')
  expect(subject('es', correction('corrected'))).toBe('Corrección: The rates')
  expect(subject('ar', correction('retracted'))).toBe('سحب مقال: The rates')
  expect(subject('en', correction('corrected', 'a\r\nBcc: eve@example.org'))).not.toContain('\n')
})
