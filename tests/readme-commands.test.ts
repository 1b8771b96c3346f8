import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalProcess, startProcess } from '../bench/support/local-process.ts'

const root = path.resolve(import.meta.dirname, '..')
const readme = await readFile(path.join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)

/** Commands that cannot run here as they are: what runs instead, if anything, and why. */
const exceptions: Readonly<Record<string, { readonly instead: string; readonly reason: string }>> = {
  'npm ci': { instead: 'true', reason: 'has run before this test, and would remove what other tests use' },
  'npm start': { instead: 'true', reason: 'beforeAll has started the same stack, with free ports' },
  'npx cdk bootstrap': { instead: `cd ${root} && npx cdk bootstrap --help`, reason: 'needs an AWS account' },
  'npm run deploy -- --dry-run': { instead: `cd ${root} && npm run deploy -- --help`, reason: 'needs an AWS account' },
  'npm run deploy': { instead: `cd ${root} && npm run deploy -- --help`, reason: 'needs an AWS account' },
}
const hasAws = spawnSync('aws', ['--version']).status === 0
if (!hasAws) console.warn('Skipped: the command of the AWS CLI in README.md. Install it to run it.')

let folder = ''
let stack: LocalProcess

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-readme-'))
  stack = await startProcess(path.join(folder, '.postrider'), ['--no-seeds'])
  await mkdir(path.join(folder, 'bin'))
  // In the project's folder, npx finds the command; this folder is another one, so that README's files are not left there.
  const npx = `#!/bin/sh
if [ "$1" = postrider ]; then shift; exec '${process.execPath}' '${root}/cli/main.mjs' "$@"; fi
PATH="\${PATH#*:}" exec npx "$@"
`
  await writeFile(path.join(folder, 'bin', 'npx'), npx)
  await chmod(path.join(folder, 'bin', 'npx'), 0o755)
})
afterAll(async () => {
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Replaces what README cannot know: commands that cannot run here, the port and the bucket. */
function adapt(block: string): string {
  const lines = block.split('\n').map((line) => {
    const exception = exceptions[line.trim()]
    if (exception) return `(${exception.instead})`
    return line.startsWith('aws ') && !hasAws ? 'true' : line
  })
  const { aws, uploads } = stack.ready
  return lines.join('\n').replaceAll('http://127.0.0.1:4566', aws).replaceAll('BUCKET', uploads)
}

function run(script: string): Promise<{ readonly stdout: string }> {
  const { NODE_OPTIONS: _, ...environment } = process.env
  const env = { ...environment, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` }
  return promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })
}

test('README has the blocks that this test expects', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4)
  const lines = blocks.flatMap((block) => block.split('\n'))
  expect(Object.keys(exceptions).filter((command) => !lines.includes(command))).toEqual([])
})

test.each(blocks.map((block, index) => [index + 1, block] as const))(
  'block %i of README runs',
  async (_index, block) => {
    await run(adapt(block))
  },
)

test('the commands did what README says', async () => {
  const { stdout } = await run('npx postrider --json articles')
  expect(stdout).toContain('A letter from Bath')
})

test('Git ignores the files that the commands of README write', () => {
  for (const file of ['letter.md', 'preview/daily.html', '.postrider/stack.json', 'cdk.out/x'])
    expect(spawnSync('git', ['check-ignore', '-q', file], { cwd: root }).status, file).toBe(0)
})
