import { expect, test } from 'vitest'
import { type Commands, createProgram } from '../../cli/program.ts'

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
