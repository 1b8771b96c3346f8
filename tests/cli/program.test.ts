import { afterEach, expect, test, vi } from 'vitest'
import { type Commands, createProgram, spellHelp } from '../../cli/program.ts'

/** Creates commands that record which of them were loaded and what they received. */
function sample() {
  const loaded: string[] = []
  const runs: unknown[] = []
  const load = (name: string) => async () => {
    loaded.push(name)
    return {
      define: (command: import('commander').Command) =>
        void command.argument('[text]').action((text) => void runs.push([name, text, command.optsWithGlobals()])),
    }
  }
  const commands: Commands = {
    plain: load('plain'),
    group: { description: 'a group', commands: { first: load('first'), second: load('second') } },
  }
  return { commands, loaded, runs }
}

async function run(...args: readonly string[]) {
  const { commands, loaded, runs } = sample()
  const program = await createProgram(commands, args)
  await program.parseAsync([...args], { from: 'user' })
  return { loaded, runs }
}

test('only the command that runs is loaded', async () => {
  expect(await run('plain', 'x')).toEqual({ loaded: ['plain'], runs: [['plain', 'x', {}]] })
  expect(await run('group', 'second')).toMatchObject({ loaded: ['second'] })
})

test('global options may come before or after the command, and their values are not taken for commands', async () => {
  const options = { json: true, data: 'group' }
  expect(await run('--data', 'group', 'plain', '--json')).toEqual({
    loaded: ['plain'],
    runs: [['plain', undefined, options]],
  })
})

test.each([[[]], [['help']], [['unknown']], [['constructor']]])(
  'without a known command, all are loaded: %j',
  async (args) => {
    const { commands, loaded } = sample()
    const program = await createProgram(commands, args)
    expect(loaded).toEqual(['plain', 'first', 'second'])
    expect(program.commands.map((command) => command.name())).toEqual(['plain', 'group'])
  },
)

/** Runs arguments that are refused, or show the help, and returns what was written. */
async function refuse(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text)
      return true
    })
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw Object.assign(new Error('exit'), { code })
  })
  const code = await run(...args).then(
    () => undefined,
    (error: { readonly code: number }) => error.code,
  )
  vi.restoreAllMocks()
  return { code, ...written }
}
afterEach(() => void vi.restoreAllMocks())

test('wrong arguments are refused with the nearest word and the help of the command', async () => {
  expect(await refuse('group', 'secnd')).toEqual({
    code: 2,
    stdout: '',
    stderr: "postrider: unknown command 'secnd'\n(Did you mean second?)\n(postrider group --help explains it)\n",
  })
  expect(await refuse('group', 'second', '--no')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('(postrider group second --help explains it)'),
  })
})

test.each([
  [['group', 'secnd', '--json'], "unknown command 'secnd'\n(Did you mean second?)"],
  [['--json', 'plain', '--no'], "unknown option '--no'"],
  [['--json', 'group'], 'No command was named.'],
])('with --json, the reason is the only output: %j', async (args, error) => {
  const { code, stdout, stderr } = await refuse(...args)
  expect({ code, stderr, answer: JSON.parse(stdout) }).toEqual({ code: 2, stderr: '', answer: { error } })
})

test('the help of a command lists the options that all commands have', async () => {
  const { code, stdout } = await refuse('group', 'second', '--help')
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Global Options:[\s\S]*--stack[\s\S]*--json/),
  })
})

test('`help` explains the command that follows it', () => {
  const { commands } = sample()
  expect(spellHelp(commands, ['help', 'group', 'second'])).toEqual(['group', 'second', '--help'])
  expect(spellHelp(commands, ['help', 'unknown'])).toEqual(['unknown'])
  expect(spellHelp(commands, ['help'])).toEqual(['help'])
  expect(spellHelp(commands, ['plain', 'help'])).toEqual(['plain', 'help'])
})
