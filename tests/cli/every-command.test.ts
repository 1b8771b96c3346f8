import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commands, run as runCommand } from '../../cli/postrider.ts'
import type { Commands } from '../../cli/program.ts'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

/**
 * How this test runs each command, in this order, and whether the policy `Editor` grants it. Add every new command. If it
 * then fails with "AWS refused …", add that right to infra/access.ts, as narrowly as possible.
 */
const runs: readonly (readonly [path: string, options: Run])[] = [
  ['publish', { args: () => [file('night-mail.md'), file('gone.md')], editor: 'may' }],
  ['version', { editor: 'may' }],
  ['completion', { args: ['bash'], editor: 'may' }],
  ['lint', { args: () => [file('night-mail.md')], editor: 'may' }],
  ['receipts', { args: ['articles/night-mail.md'], editor: 'may' }],
  ['articles', { editor: 'may' }],
  ['withdraw', { args: ['articles/gone.md', '--yes'], editor: 'may' }],
  ['digest note', { args: () => ['daily', file('note.md')], editor: 'may' }],
  ['subscribers add', { args: ['ada@example.org', '--confirmed', '--source', 'paper'] }],
  ['subscribers import', { args: () => [file('list.csv'), '--confirmed', '--source', 'paper'] }],
  ['subscribers show', { args: ['ada@example.org'] }],
  ['subscribers export', { args: () => [file('export.csv')] }],
  ['subscribers move', { args: ['ada@example.org', 'weekly'] }],
  ['subscribers ls', {}],
  ['subscribers reasons', {}],
  ['subscribers block', { args: ['bob@example.org'] }],
  ['subscribers unblock', { args: ['bob@example.org'] }],
  ['subscribers unsuppress', { args: ['bob@example.org'] }],
  ['subscribers unsubscribe', { args: ['cy@example.org'] }],
  ['subscribers erase', { args: ['cy@example.org'] }],
  ['digest plan', { args: ['daily'] }],
  ['digest hold', { args: ['daily', 'articles/night-mail.md'] }],
  ['digest holds', {}],
  ['digest release', { args: ['daily', 'articles/night-mail.md'] }],
  ['digest pin', { args: ['daily', 'articles/night-mail.md'] }],
  ['digest preview', { args: () => ['daily', '--out', folder] }],
  ['digest test', { args: ['daily', 'me@example.org'] }],
  ['digest send', { args: ['daily'] }],
  ['issues ls', {}],
  ['issues show', { args: ['daily', '1'] }],
  ['issues verify', { args: ['daily', '1'] }],
  ['issues approve', { args: ['daily', '1'], says: /wait|approv/i }],
  ['issues pause', { args: ['daily', '1'], says: /./ }],
  ['issues resume', { args: ['daily', '1'], says: /./ }],
  ['issues retry', { args: ['daily', '1'], says: /./ }],
  ['issues cancel', { args: ['daily', '1'], says: /./ }],
  ['welcome ls', {}],
  ['welcome test', { args: ['1', 'me@example.org'], says: /./ }],
  ['failures ls', {}],
  ['failures redrive', {}],
  ['logs', {}],
  ['feeds', {}],
  ['doctor', { args: ['--all', '--dns', '127.0.0.1:9', '--timeout', '5'], editor: 'partly', says: /problem/ }],
  ['cost', { editor: 'partly' }],
  ['keys rotate', {}],
  ['rebuild', {}],
]

/** Commands that make a stack, run until they are stopped, or are for the administrator of a local stack. */
const without = ['start', 'deploy', 'preview', 'console', 'bounces', 'backup', 'restore']

type Run = {
  readonly args?: readonly string[] | (() => readonly string[])
  /** `partly`: it says which parts were refused. */
  readonly editor?: 'may' | 'partly'
  /** What it says if it fails for another reason than its rights. */
  readonly says?: RegExp
}

let postrider: TestStack
let folder = ''
const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-commands-'))
  await writeFile(file('night-mail.md'), '# Night mail\n\nIt left at eight.\n')
  await writeFile(file('gone.md'), '# Gone\n\nIt will be withdrawn.\n')
  await writeFile(file('note.md'), 'Good morning.\n')
  await writeFile(file('list.csv'), 'email\nbob@example.org\ncy@example.org\n')
  postrider = await startTestStack()
})
afterAll(async () => {
  await postrider?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command in this process. */
async function run(command: string, { args = [] }: Run, ...more: readonly string[]) {
  const text: string[] = []
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      text.push(String(chunk))
      return true
    }),
  )
  try {
    await runCommand([
      ...command.split(' '),
      ...(typeof args === 'function' ? args() : args),
      '--data',
      postrider.data,
      ...more,
    ])
    return { code: process.exitCode ?? 0, text: text.join('') }
  } finally {
    process.exitCode = undefined
    for (const spy of spies) spy.mockRestore()
  }
}

const pathsOf = (some: Commands): string[] =>
  Object.entries(some).flatMap(([name, entry]) =>
    typeof entry === 'function' ? [name] : pathsOf(entry.commands).map((each) => `${name} ${each}`),
  )

test('every command is in the table of this test', () => {
  expect(
    pathsOf(commands)
      .filter((each) => !without.includes(each))
      .sort(),
  ).toEqual(runs.map(([name]) => name).sort())
})

test.each(runs.filter(([, { editor }]) => editor === 'may'))('an editor may run `%s`', async (command, options) => {
  expect(await run(command, options, '--profile', 'editor')).toMatchObject({ code: 0 })
  await postrider.local.idle()
})

test.each(runs.filter(([, { editor }]) => editor === undefined))(
  'an editor may not run `%s`',
  async (command, options) => {
    const { code, text } = await run(command, options, '--profile', 'editor')
    expect(text).toMatch(
      /^postrider: You may not do this: AWS refused [a-z0-9]+:\w+ on the .* Ask for the policy Operator of the stack Postrider \(arn:[^)]+\)\.\n$/,
    )
    expect(code).toBe(1)
  },
)

test('an editor learns which parts of `doctor` were refused', async () => {
  const [[command, options] = ['', {}]] = runs.filter(([, { editor }]) => editor === 'partly')
  const { text } = await run(command, options, '--profile', 'editor')
  expect(text).toContain('Ask for the managed policy Operator of the stack.')
})

test.each(runs)('an operator may run `%s`', async (command, options) => {
  const { code, text } = await run(command, options)
  if (options.says && code !== 0) expect(text).toMatch(options.says)
  else expect({ code, text }).toMatchObject({ code: 0 })
  expect(text).not.toMatch(/AWS refused|not authorized|Ask for the/)
  await postrider.local.idle().catch(() => {})
})

test('`bounces` hands a mail over to the local SES, which ignores what is no bounce', async () => {
  const { code, text } = await run('bounces', { args: () => [file('note.md'), '--to', 'bounces@example.com'] })
  expect({ code, text }).toEqual({ code: 0, text: 'Ignored: it reports neither a bounce nor a complaint.\n' })
  expect(await run('bounces', { args: () => [file('missing.eml')] })).toMatchObject({ code: 2 })
})
