import { Command } from 'commander'
import { addStackOptions } from './connect/select-stack.ts'
import { addExamples } from './examples.ts'

/** A command is defined together with the list of all commands. */
type LoadCommand = () => Promise<{ define(command: Command, all: Commands): void }>

export type CommandGroup = { readonly description: string; readonly commands: Readonly<Record<string, LoadCommand>> }

/** Commands by name, in the order of the help. A command is defined by a file of the same name. */
export type Commands = Readonly<Record<string, LoadCommand | CommandGroup>>

/**
 * Creates the program that parses the command line. It loads only the command that the arguments name, because loading
 * all commands takes longer than running most of them. Without a command, it loads all of them, for the help.
 */
export async function createProgram(commands: Commands, args: readonly string[]): Promise<Command> {
  const program = addStackOptions(
    new Command('postrider').description('Publishes feeds and newsletters from articles in a bucket.'),
  )
    .option('--json', 'answer with JSON')
    .showHelpAfterError('(postrider --help shows every command)')
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2)
    })
  const { operands } = program.parseOptions([...args])
  await addCommands(program, commands, commands, operands)
  return program
}

async function addCommands(
  parent: Command,
  commands: Commands,
  all: Commands,
  [name, ...others]: readonly string[],
): Promise<void> {
  const isNamed = name !== undefined && Object.hasOwn(commands, name)
  for (const [each, entry] of Object.entries(commands)) {
    if (isNamed && each !== name) continue
    const command = parent.command(each)
    if (typeof entry === 'function') {
      const { define } = await entry()
      define(command, all)
      addExamples(command, parent.parent ? `${parent.name()} ${each}` : each)
    } else await addCommands(command.description(entry.description), entry.commands, all, others)
  }
}
