#!/usr/bin/env node
import { Command } from 'commander'
import { PublicationError } from '../core/publication.ts'
import { dataFolder, readCount, readPort } from './arguments.ts'
import { CommandFailure } from './command-failure.ts'
import { registerDigestCommands } from './digest-commands.ts'
import { createReport, type Report } from './report.ts'
import type { Stack } from './stack.ts'

// node:sqlite works, and says at each start that it is experimental.
process.removeAllListeners('warning')

const program = new Command('postrider')
  .description('Publishes feeds and newsletters from articles in a bucket.')
  .option('--data <folder>', 'data folder of the local stack (POSTRIDER_DATA; default .postrider)')
  .option('--json', 'answer with JSON')
  .showHelpAfterError('(postrider --help shows every command)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2)
  })

/** A command on a running stack. Modules are loaded when they are needed, so that no command waits for another's. */
type OnStack = (stack: Stack, report: Report) => Promise<void>

async function onStack(run: OnStack): Promise<void> {
  const { connect } = await import('./stack.ts')
  const { data, json = false } = program.opts<{ data?: string; json?: boolean }>()
  await run(await connect(dataFolder(data)), createReport(json))
}

program
  .command('start')
  .description('run everything on this machine')
  .option('--port <port>', 'port of the site (POSTRIDER_PORT; default 4000; 0: a free one)')
  .option('--aws-port <port>', 'port of the AWS endpoint (POSTRIDER_AWS_PORT; default 4566)')
  .option('--console-port <port>', 'port of the console (POSTRIDER_CONSOLE_PORT; default 4001)')
  .option('--public-url <url>', 'address of the site in feeds and mails, if it is not the local one')
  .option('--watch <folder>', 'upload the files of a folder as they change')
  .option('--no-seeds', 'start empty')
  .action(async (options) => {
    const { start } = await import('./start.ts')
    await start({
      ...options,
      data: dataFolder(program.opts().data),
      ports: {
        site: readPort(options.port, { flag: '--port', variable: 'POSTRIDER_PORT' }, 4000),
        aws: readPort(options.awsPort, { flag: '--aws-port', variable: 'POSTRIDER_AWS_PORT' }, 4566),
        console: readPort(options.consolePort, { flag: '--console-port', variable: 'POSTRIDER_CONSOLE_PORT' }, 4001),
      },
      smtpUrl: process.env.SMTP_URL,
    })
  })

program
  .command('publish')
  .description('upload articles and show their receipts')
  .argument('<file...>')
  .option('--backfill', 'an archive being brought in: never mailed')
  .option('--folder <path>', 'folder below articles/ or backfill/')
  .action((files, options) =>
    onStack(async (stack, report) => (await import('./publish.ts')).publish(files, options, stack, report)),
  )

program
  .command('lint')
  .description('what the receipts of articles would say, without uploading them')
  .argument('<file...>')
  .option('--backfill', 'as an archive being brought in')
  .action(async (files, options) =>
    (await import('./lint.ts')).lint(files, options, createReport(program.opts().json ?? false)),
  )

program
  .command('receipts')
  .description('what became of the uploads, or of one')
  .argument('[key]')
  .action((key) => onStack(async (stack, report) => (await import('./receipts.ts')).receipts(key, stack, report)))

program
  .command('articles')
  .description('the newest live articles')
  .option('--limit <count>', 'how many', '50')
  .action(({ limit }) =>
    onStack(async (stack, report) =>
      (await import('./articles.ts')).articles(readCount(limit, '--limit'), stack, report),
    ),
  )

program
  .command('rebuild')
  .description('delete all that follows from the uploads and make it again from them; mails nobody')
  .action(() => onStack(async (stack, report) => (await import('./rebuild.ts')).rebuild(stack, report)))

const subscribers = program.command('subscribers').description('who gets the digests')
subscribers
  .command('add')
  .argument('<address>')
  .option('--digest <name>')
  .option('--topics <slugs>', 'separated by commas; none means all')
  .option('--time-zone <zone>')
  .option('--language <tag>')
  .option('--confirmed', 'consent is already held')
  .option('--source <text>', 'where consent was given')
  .action((address, options) =>
    onStack(async (stack, report) =>
      (await import('./subscribers/find-subscriber.ts')).addSubscriber(address, options, stack, report),
    ),
  )
subscribers
  .command('rm')
  .argument('<address>')
  .action((address) =>
    onStack(async (stack, report) =>
      (await import('./subscribers/find-subscriber.ts')).removeSubscriber(address, stack, report),
    ),
  )
subscribers
  .command('show')
  .argument('<address>')
  .action((address) =>
    onStack(async (stack, report) =>
      (await import('./subscribers/find-subscriber.ts')).showSubscriber(address, stack, report),
    ),
  )
subscribers
  .command('import')
  .argument('<file>', 'CSV with a header line')
  .option('--confirmed', 'consent is already held: nobody is asked to confirm')
  .option('--source <text>', 'where consent was given')
  .option('--dry-run', 'only say what would happen')
  .option('--report <file>', 'write a CSV line for every line that is left out')
  .action((file, options) =>
    onStack(async (stack, report) =>
      (await import('./subscribers/import.ts')).importSubscribers(file, options, stack, report),
    ),
  )
subscribers
  .command('export')
  .argument('[file]', 'stdout unless given')
  .action((file) =>
    onStack(async (stack) =>
      (await import('./subscribers/export.ts')).exportSubscribers(file, program.opts().json ?? false, stack),
    ),
  )

program
  .command('keys')
  .description('what the links in mails are signed with')
  .command('rotate')
  .description('sign new links with a new key; older ones go on working')
  .action(() => onStack(async (stack, report) => (await import('./keys/rotate.ts')).rotateKey(stack, report)))

registerDigestCommands(program, onStack)

const issues = program.command('issues').description('the issues of the digests')
issues
  .command('ls')
  .action(() => onStack(async (stack, report) => (await import('./issues/show.ts')).listIssues(stack, report)))
issues
  .command('show')
  .argument('<digest>')
  .argument('<number>')
  .action((name, number) =>
    onStack(async (stack, report) => (await import('./issues/show.ts')).showIssue(name, number, stack, report)),
  )
issues
  .command('verify')
  .argument('<digest>')
  .argument('<number>')
  .description('check that every recipient is accounted for')
  .action((name, number) =>
    onStack(async (stack, report) => (await import('./issues/verify.ts')).verifyIssue(name, number, stack, report)),
  )

const orders = {
  pause: 'hand nothing more over until it is resumed',
  resume: 'go on with a paused issue, and with deliveries that were left behind',
  cancel: 'skip whoever has not got it yet, for good',
  retry: 'hand over again what failed',
} as const
for (const [order, description] of Object.entries(orders)) {
  issues
    .command(order)
    .argument('<digest>')
    .argument('<number>')
    .description(description)
    .action((name, number) =>
      onStack(async (stack, report) => {
        const { orderIssue } = await import('./issues/control-issue.ts')
        await orderIssue(order as keyof typeof orders, name, number, stack, report) // a key of `orders`
      }),
    )
}

const failures = program.command('failures').description('messages that failed again and again')
failures
  .command('ls')
  .description('how many there are, by queue')
  .action(() => onStack(async (stack, report) => (await import('./failures/redrive.ts')).listFailures(stack, report)))
failures
  .command('redrive')
  .argument('[queue]', 'all unless given')
  .description('try them again')
  .action((queue) =>
    onStack(async (stack, report) => (await import('./failures/redrive.ts')).redriveFailures(queue, stack, report)),
  )

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommandFailure ? error.exitCode : 1
  const message = error instanceof Error ? error.message : String(error)
  const expected = error instanceof CommandFailure || error instanceof PublicationError || isPlain(error)
  if (program.opts().json) process.stdout.write(`${JSON.stringify({ error: message })}\n`)
  else process.stderr.write(`postrider: ${expected || !(error instanceof Error) ? message : error.stack}\n`)
}

/** Errors of local mode that are written for people: they carry no more than their message. */
function isPlain(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error
}
