import type { Command } from 'commander'
import type { Report } from './report.ts'
import type { Stack } from './stack.ts'

type OnStack = (run: (stack: Stack, report: Report) => Promise<void>) => Promise<void>

/** `postrider digest …` */
export function registerDigestCommands(program: Command, onStack: OnStack): void {
  const digest = program.command('digest').description('the configured cadences')
  digest
    .command('plan')
    .argument('<digest>')
    .description('who would get what now, at what cost; changes nothing')
    .action((name) =>
      onStack(async (stack, report) => (await import('./digest/plan.ts')).planDigest(name, stack, report)),
    )
  digest
    .command('send')
    .argument('<digest>')
    .description('compose an issue of what is pending, and mail it')
    .action((name) =>
      onStack(async (stack, report) => (await import('./digest/send.ts')).sendDigest(name, stack, report)),
    )
  digest
    .command('preview')
    .argument('<digest>')
    .description('write the next mail as files, with screenshots')
    .option('--out <folder>', 'where to (default: preview)')
    .option('--as <address>', 'as this subscriber gets it')
    .option('--watch', 'again whenever a template changes')
    .addOption(program.createOption('--live').hideHelp())
    .action(async (name, { watch, ...options }) => {
      if (watch)
        return (await import('./digest/watch-preview.ts')).watchPreview([
          ...process.argv.slice(2).filter(isKept),
          '--live',
        ])
      await onStack(async (stack, report) =>
        (await import('./digest/preview.ts')).previewDigest(name, options, stack, report),
      )
    })
  digest
    .command('test')
    .argument('<digest>')
    .argument('<address...>')
    .description('mail the next issue to these addresses alone, marked [TEST]')
    .option('--as <address>', 'as this subscriber gets it')
    .action((name, addresses, options) =>
      onStack(async (stack, report) =>
        (await import('./digest/test.ts')).testDigest(name, addresses, options, stack, report),
      ),
    )
  digest
    .command('note')
    .argument('<digest>')
    .argument('[file]', 'Markdown')
    .description("upload the editor's note for the next issue")
    .option('--sponsor', "a sponsor's words instead")
    .option('--remove', 'delete it')
    .action((name, file, options) =>
      onStack(async (stack, report) =>
        (await import('./digest/note.ts')).uploadInsert(name, file, options, stack, report),
      ),
    )
  registerHandling(digest, onStack)
}

const handlings = [
  { name: 'hold', handling: 'held', description: 'keep an article back from the next issues' },
  { name: 'pin', handling: 'pinned', description: 'put an article first in the next issue' },
  { name: 'release', handling: undefined, description: 'neither hold nor pin it' },
] as const

function registerHandling(digest: Command, onStack: OnStack): void {
  for (const { name, handling, description } of handlings) {
    digest
      .command(name)
      .argument('<digest>')
      .argument('<key>', "of the article's upload")
      .description(description)
      .action((digestName, key) =>
        onStack(async (stack, report) =>
          (await import('./digest/handle-article.ts')).handleArticle(digestName, key, handling, stack, report),
        ),
      )
  }
}

function isKept(argument: string): boolean {
  return argument !== '--watch'
}
