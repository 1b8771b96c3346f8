import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalProcess, startProcess } from '../../../bench/support/local-process.ts'
import { connect } from '../../../cli/connect.ts'
import { eventually } from '../../support/visitor.ts'

const root = path.resolve(import.meta.dirname, '../../..')
/** With dist/, so that the copy does not have to be built first. */
const parts = [
  ...['aws', 'browser', 'build', 'cli', 'console', 'core', 'dist', 'infra', 'lambdas', 'operations', 'templates'],
  'packages/schedule-expressions/src',
]
const files = ['cdk.json', 'package.json', 'package-lock.json', 'publication.json']
let project = ''
let local: LocalProcess
let log = ''

/** Changes a source in a copy of the project, because other tests share the build of the project itself. */
async function change(file: string, edit: (text: string) => string): Promise<void> {
  const source = path.join(project, file)
  await writeFile(source, edit(await readFile(source, 'utf8')))
}

const page = async () => (await fetch(`${local.ready.site}/articles/night-mail/`)).text()
const pageWith = (text: string) =>
  eventually(`a page with ${text}`, async () => ((await page()).includes(text) ? true : undefined), 60_000)
const logged = (pattern: RegExp) =>
  eventually(`a line like ${pattern}`, async () => pattern.exec(log)?.[0] ?? undefined, 60_000)

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'postrider-dev-'))
  for (const part of [...parts, ...files])
    await cp(path.join(root, part), path.join(project, part), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(project, 'node_modules'))
  const data = path.join(project, 'data')
  local = await startProcess(data, ['--no-seeds', '--dev'], project)
  local.process.stderr?.on('data', (chunk) => {
    log += chunk
  })
  const stack = await connect({ data })
  await stack.uploads.put('articles/night-mail.md', Buffer.from('# Night mail\n\nIt left at eight.\n'), 'text/markdown')
  await pageWith('It left at eight.')
})
afterAll(async () => {
  await local?.stop()
  await rm(project, { recursive: true, force: true })
})

test('a changed template shows up on the page without a restart', async () => {
  await change('templates/pages/article.hbs', (text) => `${text}<!-- a new template -->`)
  await pageWith('<!-- a new template -->')
  expect(await logged(/Rebuilt in .*/)).toMatch(/^Rebuilt in \d+\.\d s: templates$/)
})

test('a syntax error is reported with its line, and the old code keeps running until it is fixed', async () => {
  await change('core/pages/render-article.ts', (text) => `const broken = = 1\n${text}`)
  expect(await logged(/Not rebuilt.*/)).toBe(
    'Not rebuilt, the old code is still running. core/pages/render-article.ts:1:16: Unexpected "="',
  )
  expect(await page()).toContain('It left at eight.')
  await change('core/pages/render-article.ts', (text) => text.replace('const broken = = 1\n', ''))
  await logged(/Rebuilt in .*: lambdas/)
})
