import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { describeBuildError, describeChanges, watchSources } from '../../../cli/start/watch-sources.ts'

const describe = describeBuildError('/project')

test.each([
  [['core/feeds/feed.ts', 'aws/clients.ts', 'lambdas/runtime/logger.ts'], 'lambdas'],
  [['templates/locales/de.json', 'templates/pages/article.hbs'], 'locales, templates'],
  [['browser/search.ts'], 'browser scripts'],
  [['publication.json'], 'publication.json (restart to apply changed schedules)'],
])('a change of %j is reported as %j', (files, text) => {
  expect(describeChanges(files)).toBe(text)
})

test('an esbuild error is described by file, line and column, counted from 1', () => {
  const errors = [
    { text: 'Unexpected "="', location: { file: '/project/core/x.ts', line: 3, column: 0 } },
    { text: 'Could not resolve "./y.ts"', location: { file: '/project/core/z.ts', line: 1, column: 18 } },
  ]
  expect(describe(Object.assign(new Error('Build failed'), { errors }))).toBe(
    'Not rebuilt, the old code is still running. core/x.ts:3:1: Unexpected "="\ncore/z.ts:1:19: Could not resolve "./y.ts"',
  )
})

test('in the description of other errors, paths are relative to the project', () => {
  expect(describe(new Error('/project/templates/pages/article.hbs: Parse error on line 5'))).toBe(
    'Not rebuilt, the old code is still running. templates/pages/article.hbs: Parse error on line 5',
  )
})

test('a file that an editor replaces again and again causes a rebuild each time', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'watch-sources-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const folder of ['core', 'aws', 'lambdas', 'templates', 'browser', 'infra', 'build'])
    mkdirSync(path.join(root, folder))
  const file = path.join(root, 'core', 'x.ts')
  const replace = (text: string) => {
    writeFileSync(`${file}~`, text)
    renameSync(`${file}~`, file)
  }
  replace('0')
  let rebuilds = 0
  const stop = watchSources({ root, log: () => {}, rebuild: async () => void rebuilds++ })
  onTestFinished(stop)
  for (const expected of [1, 2, 3]) {
    // The watch needs a moment to begin, so the file is replaced until it is seen.
    await expect
      .poll(
        () => {
          if (rebuilds < expected) replace(String(performance.now()))
          return rebuilds
        },
        { interval: 300 },
      )
      .toBeGreaterThanOrEqual(expected)
  }
})
