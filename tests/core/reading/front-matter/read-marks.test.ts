import { describe, expect, test } from 'vitest'
import { isMark, isPlainMark, readMarks } from '../../../../core/reading/front-matter/read-marks.ts'
import { readYaml } from '../../../../core/reading/front-matter/read-yaml.ts'
import { publication } from '../sample.ts'

const read = (yaml: string) => readMarks(readYaml(yaml, 2).fields, publication)

describe('the article is held back', () => {
  test.each([
    ...['draft: true', 'draft: yes', 'draft: “ja”', 'Draft: 1', 'brouillon: oui', 'private: true', 'unlisted: true'],
    ...['hidden: true', 'headless: true', 'published: false', 'publish: no', 'dg-publish: false', 'dg-publish:'],
    ...['ready: false', 'approved: no', 'online: false'],
    ...['visibility: members', 'visibility: private', 'visibility: paid', 'visibility: unknown', 'access: tiers'],
    ...['status: draft', 'status: scheduled', 'status: sent', 'status: pending', 'status: auto-draft', 'status: trash'],
    ...['status: inherit', 'status: 💡 Idea', 'status: In Progress', 'workflow: pending_review', 'status: Entwurf'],
    ...['password: lamp', 'eleventyExcludeFromCollections: true', 'permalink: false', 'build: { render: never }'],
    ...['_build: { list: never }', 'email_only: true', 'newsletter-only: true', 'paywall: true', 'members_only: true'],
    ...['premium: true', 'type: draft', 'audience: only_paid', 'scheduled: true', 'archived: true', 'private: by Ada'],
    ...['posts_meta: { email_only: true }', 'wp:status: private', 'review_state: private', 'saveAsDraft: true'],
    ...['not_for_publication: true', 'email_type: private'],
    ...['darft: true', 'publishd: false', 'params: { private: true }', 'deleted_at: 2020-01-01'],
  ])('%s', (yaml) => {
    expect(read(yaml)).toMatchObject({
      isHeldBack: true,
      problems: [{ rule: 'held-back', severity: 'warning', line: 2, fix: expect.stringContaining('remove this mark') }],
    })
  })
})

test.each([
  ...['draft: false', 'draft:', 'draft: null', 'private: no', 'published: true', 'publish: true', 'visibility: public'],
  ...['status: published', 'status: Publish', 'status: veröffentlicht', 'status: corrected', 'status:', 'access: free'],
  ...[
    'password: ""',
    'permalink: /a/',
    'build: { render: always }',
    'type: post',
    'audience: developers',
    'show: Hamlet',
  ],
  ...['output: html_document', 'sitemap: false', 'robots: noindex', 'state: Ohio', 'published: 2015-01-01'],
])('%s does not hold an article back', (yaml) => {
  expect(read(yaml)).toMatchObject({ isHeldBack: false, problems: [] })
})

test.each([
  ['draft: maybe', 'invalid-draft'],
  ['status: retrcated', 'invalid-status'],
  ['status: lamplit', 'invalid-status'],
  ['publishDate: soon', 'invalid-date'],
  ['expiryDate: soon', 'invalid-date'],
])('%s is an error that names the word', (yaml, rule) => {
  const [problem] = read(yaml).problems
  expect(problem).toMatchObject({ rule, severity: 'error', line: 2 })
  expect(problem?.message).toContain(yaml.split(': ')[1])
})

test('the message names the mark, but never a password', () => {
  expect(read('visibility: members').problems[0]?.message).toContain('"visibility: members"')
  expect(read('password: oil').problems[0]?.message).not.toContain('oil')
})

test('the last time to begin and the first time to end count', () => {
  expect(read('pubDatetime: 2026-01-01\nembargo: 2026-03-01\nexpiryDate: 2027-01-01\nexpire: 2026-06-01')).toEqual({
    ...{ problems: [], isHeldBack: false },
    ...{ publishAt: '2026-03-01T00:00:00.000Z', expires: '2026-06-01T00:00:00.000Z' },
  })
})

test.each([
  ['expiryDate: 2026-06-01', '2026-06-01T04:00:00.000Z'],
  ['unpublishDate: 1 December 2026', '2026-12-01T05:00:00.000Z'],
  ['expires: 2026-06-01 09:30', '2026-06-01T13:30:00.000Z'],
  ['validUntil: 2026-06-01T09:30:00Z', '2026-06-01T09:30:00.000Z'],
])('a day to end begins at midnight in the time zone of the publication: %s', (yaml, instant) => {
  const american = { ...publication, timeZone: 'America/New_York' }
  expect(readMarks(readYaml(yaml, 2).fields, american).expires).toBe(instant)
})

test('names of marks are recognized; some have other meanings, too', () => {
  expect(['Draft', 'dg-publish', 'visibility', 'type'].every(isMark)).toBe(true)
  expect([isPlainMark('draft'), isPlainMark('type'), isPlainMark('show')]).toEqual([true, false, false])
})
