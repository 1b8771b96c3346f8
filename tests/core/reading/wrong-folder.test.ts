import { expect, test } from 'vitest'
import { wrongFolder } from '../../../core/reading/wrong-folder.ts'

test.each([
  ['letters/stray.md', 'Upload it as articles/letters/stray.md, or as backfill/letters/stray.md'],
  ['stray.md', 'Upload it as articles/stray.md, or as backfill/stray.md'],
  ['Articles/upper.md', 'Upload it as articles/upper.md, and delete'],
  ['article/2026/a.md', 'Upload it as articles/2026/a.md, and delete'],
  ['/articles/a.md', 'Upload it as articles/a.md, and delete'],
  ['./backfil/a.md', 'Upload it as backfill/a.md, and delete'],
  ['articles\\a.md', 'Upload it as articles/a.md, and delete'],
  ['ISSUES/daily.md', 'Upload it as issues/daily.md, and delete'],
  ['articles', 'Upload it as articles/articles, or as'],
])('%s belongs elsewhere: %s', (key, fix) => {
  const problem = wrongFolder(key)
  expect(problem).toMatchObject({ rule: 'wrong-folder', severity: 'error' })
  expect(problem.message).toContain(`"${key}"`)
  expect(problem.fix).toContain(fix)
})
