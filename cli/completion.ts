import { Argument, type Command } from 'commander'
import { readPublication } from '../build/read-publication.ts'
import { renderCompletion, type Shell, shells } from './completion/render-completion.ts'
import { type Commands, createProgram } from './program.ts'

export function define(command: Command, commands: Commands): void {
  command
    .description('print the script that completes commands, options and digests in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices([...shells]))
    .addHelpText('after', help)
    .action(async (shell: Shell) => {
      const program = await createProgram(commands, [])
      process.stdout.write(renderCompletion(program, shell, await readDigests()))
    })
}

const help = `
It completes the command postrider. Without a global installation, write: alias postrider='npx postrider'.
Names of digests are those of publication.json: install it again when they change.

Examples:
  postrider completion bash > ~/.local/share/bash-completion/completions/postrider
  postrider completion zsh > ~/.zfunc/_postrider          with fpath+=~/.zfunc before compinit in ~/.zshrc
  postrider completion fish > ~/.config/fish/completions/postrider.fish`

/** Returns the names of the digests; none without a valid publication.json. */
async function readDigests(): Promise<readonly string[]> {
  return readPublication().then(
    ({ digests }) => Object.keys(digests),
    () => [],
  )
}
