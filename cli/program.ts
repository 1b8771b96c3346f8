import { Command } from 'commander'
import { readVersion } from '../build/version.ts'
import { addStackOptions } from './connect/select-stack.ts'
import { addExamples } from './help/examples.ts'

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
    .version(await readVersion(), '-V, --version', 'print the version of this command')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(postrider --help shows every command)')
  const { operands } = program.parseOptions([...args])
  refuseArguments(program, args)
  await addCommands(program, commands, commands, operands)
  return program
}

/** Ends the process when the arguments are wrong, or when the help or version was shown. With --json, the reason is a JSON value. */
function refuseArguments(program: Command, args: readonly string[]): void {
  const isJson = args.slice(0, args.indexOf('--') >>> 0).includes('--json')
  program
    .configureOutput({
      ...(isJson && { writeErr: () => {} }),
      outputError: (text, write) => write(text.replace(/^error: /, 'postrider: ')),
    })
    .exitOverride(({ code, exitCode, message }) => {
      if (exitCode === 0) process.exit(0)
      const reason = code === 'commander.help' ? 'No command was named.' : message.replace(/^error: /, '')
      if (isJson) process.stdout.write(`${JSON.stringify({ error: reason })}\n`)
      process.exit(2)
    })
}

/**
 * Turns `help digest plan` into `digest plan --help`, because commander would explain only `digest`. `help` and an unknown
 * word become the word, which is refused.
 */
export function spellHelp(commands: Commands, args: readonly string[]): readonly string[] {
  const [first, second, ...others] = args
  if (first !== 'help' || second === undefined || second.startsWith('-')) return args
  return Object.hasOwn(commands, second) ? [second, ...others, '--help'] : [second]
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
    const path = parent.parent ? `${parent.name()} ${each}` : each
    command.showHelpAfterError(`(postrider ${path} --help explains it)`)
    if (typeof entry === 'function') {
      const { define } = await entry()
      define(command, all)
      addExamples(command, path)
    } else await addCommands(command.description(entry.description), entry.commands, all, others)
  }
}
