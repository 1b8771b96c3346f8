import { expect, test } from 'vitest'
import { error, warning } from '../../../core/problem.ts'
import { annotate, describe, type LintResult, summarize } from '../../../operations/uploads/describe-results.ts'

const good: LintResult = { file: 'a.md', key: 'articles/a.md', state: 'published', problems: [] }
const bad: LintResult = {
  ...{ file: 'b, c: 100 %.md', key: 'articles/b, c: 100 %.md', state: 'rejected' },
  problems: [
    warning('missing-summary', 'There is no summary.'),
    error('invalid-date', 'The date "1%\r\n2" cannot be read.', { line: 3, column: 7, fix: 'Write 2026-03-31.' }),
  ],
}

test('annotations are commands of GitHub Actions, errors first, with everything escaped', () => {
  expect(annotate([good, bad])).toEqual([
    '::error file=b%2C c%3A 100 %25.md,line=3,col=7,title=invalid-date::The date "1%25%0D%0A2" cannot be read. Write 2026-03-31.',
    '::warning file=b%2C c%3A 100 %25.md,title=missing-summary::There is no summary.',
  ])
})

test('people read the state and the problems of each file', () => {
  expect(describe([good, { ...good, file: 'c.md', state: 'scheduled', due: '2027-01-01T00:00:00Z' }])).toEqual([
    'a.md: published, no problems',
    'c.md: scheduled for 2027-01-01T00:00:00Z, no problems',
  ])
  expect(describe([bad]).slice(0, 2)).toEqual(['b, c: 100 %.md: rejected', '- There is no summary. [missing-summary]'])
})

test('of many files, only those with problems or another state are listed', () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ ...good, file: `${n}.md` }))
  const draft: LintResult = { ...good, file: 'draft.md', state: 'draft' }
  expect(describe([...many, draft])).toEqual(['draft.md: draft, no problems'])
})

test('a file name cannot write commands to the log', () => {
  expect(describe([{ ...good, file: 'a\n::error::b.md' }])).toEqual(['a\u{FFFD}::error::b.md: published, no problems'])
})

test('the summary counts files and problems, and names what was left out', () => {
  const names = ['README.md', '.git/', 'a', 'b', 'c', 'd', 'e']
  expect(summarize([good, bad], names)).toEqual({
    ...{ errors: 1, warnings: 1 },
    lines: [
      '2 files (1 published, 1 rejected): 1 error, 1 warning.',
      'Left out, because they are not content: README.md, .git/, a, b, c and 2 more.',
    ],
  })
})
