import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { commands } from '../../cli/postrider.ts'
import { createProgram } from '../../cli/program.ts'

/** Replaces what commands do: they only record that they would have been run. */
function muffle(command: Command, runs: string[], name: string): void {
  command.exitOverride((error) => {
    throw error
  })
  command.configureOutput({ writeErr: () => undefined })
  if (command.commands.length === 0) command.action(() => void runs.push(name))
  for (const each of command.commands) muffle(each, runs, `${name} ${each.name()}`.trim())
}

/** Returns the examples in the help of a command, without the program's name and notes. */
function examplesOf(command: Command): string[] {
  const help: string[] = []
  command.configureOutput({ writeOut: (text) => void help.push(text) }).outputHelp()
  const lines = help.join('').split('Examples:\n')[1]?.split('\n') ?? []
  return lines.flatMap((line) => /^ {2}postrider (.+?)(?: {2,}.*)?$/.exec(line)?.[1] ?? [])
}

function wordsOf(example: string): string[] {
  const [own = ''] = example.split(/ [|>] /)
  return [...own.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function leaves(command: Command, name = ''): { readonly name: string; readonly command: Command }[] {
  if (command.commands.length === 0) return [{ name, command }]
  return command.commands.flatMap((each) => leaves(each, `${name} ${each.name()}`.trim()))
}

test('the help of every command has examples that the command understands', async () => {
  const without: string[] = []
  const wrong: string[] = []
  for (const { name, command } of leaves(await createProgram(commands, []))) {
    const examples = examplesOf(command)
    if (examples.length === 0) without.push(name)
    for (const example of examples) {
      const runs: string[] = []
      const program = await createProgram(commands, wordsOf(example))
      muffle(program, runs, '')
      await program
        .parseAsync(wordsOf(example), { from: 'user' })
        .catch((error) => void wrong.push(`${example}: ${error}`))
      if (runs[0] !== name) wrong.push(example)
    }
  }
  expect({ without, wrong }).toEqual({ without: [], wrong: [] })
})
