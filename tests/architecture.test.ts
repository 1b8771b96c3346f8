import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findViolations, folders } from './support/import-rules.ts'
import { findCycles, parseSource, readSources } from './support/source-files.ts'
import { functions, renderers } from './support/test-projects.ts'

const root = path.resolve(import.meta.dirname, '..')
const sources = readSources(root, Object.keys(folders))
const violations = (file: string, text: string) => findViolations([parseSource(file, text)])

it('every file imports only what its folder may', () => {
  expect(sources.length).toBeGreaterThan(100)
  expect(findViolations(sources)).toEqual([])
})

it('no imports form a cycle', () => {
  expect(findCycles(sources)).toEqual([])
  const cycle = ['b', 'c', 'a'].map((target, index) => parseSource(`${'abc'[index]}.ts`, `import './${target}.ts'`))
  expect(findCycles(cycle)).toEqual([['a.ts', 'b.ts', 'c.ts', 'a.ts']])
})

it('every file of core/ with functions has its test at the same path', () => {
  /** Fixed tables, and pages whose texts the tests of their callers read. */
  const exempt = [
    ...['articles/article', 'reading/article-formats', 'subscribers/requests/link-responses'],
    ...['subscribers/requests/preferences-page', 'subscribers/requests/sign-up-responses'],
  ].map((name) => `core/${name}.ts`)
  const files = sources.filter(
    ({ path: file, text }) => file.startsWith('core/') && !file.endsWith('.d.ts') && /\bfunction\b|=>/.test(text),
  )
  const untested = files.filter(({ path: file }) => !existsSync(path.join(root, `tests/${file.slice(0, -3)}.test.ts`)))
  expect(untested.map(({ path: file }) => file)).toEqual(exempt)
})

it('no folder holds more than 25 files', () => {
  const all = readSources(root, [...Object.keys(folders), 'tests'])
  const counts = Map.groupBy(all, (file) => path.dirname(file.path))
  expect([...counts].filter(([, files]) => files.length > 25).map(([folder]) => folder)).toEqual([])
})

it('tests of plain functions import no files that must be built', () => {
  const importsOf = new Map(
    readSources(root, [...Object.keys(folders), 'tests']).map((file) => [file.path, file.imports]),
  )
  const needsBuild = (file: string, seen = new Set<string>()): boolean => {
    if (file.startsWith('#')) return true
    if (seen.has(file)) return false
    seen.add(file)
    return (importsOf.get(file) ?? []).some((target) => needsBuild(target, seen))
  }
  const tests = globSync(functions, { cwd: root, exclude: globSync(renderers, { cwd: root }) })
  expect(tests.length).toBeGreaterThan(50)
  expect(tests.filter((file) => needsBuild(file))).toEqual([])
})

it('the local start needs nothing that it has not built yet', () => {
  const guard = `import { registerHooks } from 'node:module'
    registerHooks({
      resolve(target, { parentURL = '', ...context }, next) {
        const isBuilt = target.startsWith('#') && !parentURL.includes('/node_modules/')
        if (isBuilt) throw new Error(parentURL + ' imports ' + target)
        return next(target, { parentURL, ...context })
      },
    })`
  const asUrl = `data:text/javascript,${encodeURIComponent(guard)}`
  const load = (file: string) => {
    const args = ['--import', asUrl, '--input-type=module', '--eval', `await import('./${file}')`]
    return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  }
  for (const file of ['cli/start/prepare-and-run.ts', 'cli/start/run-local.ts'])
    expect(load(file)).toMatchObject({ status: 0, stderr: expect.not.stringContaining('imports #') })
  expect(load('cli/start/seed.ts').stderr).toContain('imports #templates')
})

it('the packages do not mention Postrider', () => {
  const packages = readSources(root, ['packages'])
  expect(packages.filter(({ text }) => /postrider/i.test(text)).map((file) => file.path)).toEqual([])
})

it.each([
  ['core/articles/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['core/articles/x.ts', "import { readFile } from 'node:fs/promises'"],
  ['core/articles/x.ts', "import { renderRss } from '../feeds/render-rss.ts'"],
  ['core/articles/x.ts', 'const now = new Date()'],
  ['core/articles/x.ts', 'const id = Math.random()'],
  ['core/articles/x.ts', 'const home = process.env.HOME'],
  ['core/articles/x.ts', 'export async function save() {}'],
  ['core/messages.ts', "import type { Article } from './articles/article.ts'"],
  ['core/site.ts', "export * from '../aws/clients.ts'"],
  ['aws/x.ts', 'const name = process.env.TABLE'],
  ['aws/x.ts', "import { logger } from '../lambdas/runtime/logger.ts'"],
  ['lambdas/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['lambdas/x.ts', "import { handler } from './ingest-article.ts'"],
  ['lambdas/x.ts', "const { startLocal } = await import('cdk-loopback/start-local')"],
  ['infra/x.ts', "import { handler } from '../lambdas/ingest-article.ts'"],
  ['console/x.ts', "import { startLocal } from 'cdk-loopback/start-local'"],
  ['core/pages/x.ts', "import { startLocal } from 'cdk-loopback/start-local'"],
  ['bench/x.ts', "import { followFeed } from '../tests/support/follow-feed.ts'"],
  ['packages/cdk-loopback/src/x.ts', "import { connect } from '../../../cli/connect.ts'"],
])('a planted violation is reported: %s: %s', (file, text) => {
  expect(violations(file, text)).toHaveLength(1)
})

it.each([
  ['core/pages/x.ts', "import { listingFolder } from '../feeds/addresses.ts'"],
  ['core/articles/x.ts', "import { createHash } from 'node:crypto'\n// no new Date() here\nconst day = new Date(at)"],
  ['aws/x.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
  ['lambdas/x.ts', "import { queueHandler } from './runtime/queue-handler.ts'"],
])('an allowed import or use is not reported: %s: %s', (file, text) => {
  expect(violations(file, text)).toEqual([])
})
