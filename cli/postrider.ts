#!/usr/bin/env node
import { PublicationError } from '../core/publication-mistakes.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import { type Commands, createProgram, spellHelp } from './program.ts'

// node:sqlite works, but prints a warning at each start that it is experimental.
process.removeAllListeners('warning')

export const commands: Commands = {
  start: () => import('./start.ts'),
  publish: () => import('./publish.ts'),
  withdraw: () => import('./withdraw.ts'),
  preview: () => import('./preview.ts'),
  lint: () => import('./lint.ts'),
  receipts: () => import('./receipts.ts'),
  articles: () => import('./articles.ts'),
  rebuild: () => import('./rebuild.ts'),
  feeds: () => import('./feeds.ts'),
  logs: () => import('./logs.ts'),
  console: () => import('./console.ts'),
  deploy: () => import('./deploy.ts'),
  version: () => import('./version.ts'),
  doctor: () => import('./doctor.ts'),
  backup: () => import('./backup/backup.ts'),
  restore: () => import('./restore/restore.ts'),
  bounces: () => import('./bounces.ts'),
  cost: () => import('./cost.ts'),
  completion: () => import('./completion.ts'),
  subscribers: {
    description: 'manage subscribers',
    commands: {
      add: () => import('./subscribers/add.ts'),
      unsubscribe: () => import('./subscribers/unsubscribe.ts'),
      block: () => import('./subscribers/block.ts'),
      unblock: () => import('./subscribers/unblock.ts'),
      unsuppress: () => import('./subscribers/unsuppress.ts'),
      erase: () => import('./subscribers/erase.ts'),
      ls: () => import('./subscribers/ls.ts'),
      show: () => import('./subscribers/show.ts'),
      reasons: () => import('./subscribers/reasons.ts'),
      move: () => import('./subscribers/move.ts'),
      import: () => import('./subscribers/import.ts'),
      export: () => import('./subscribers/export.ts'),
    },
  },
  keys: {
    description: 'manage the keys that sign the links in mails',
    commands: { rotate: () => import('./keys/rotate.ts') },
  },
  digest: {
    description: 'plan, preview and send the digests',
    commands: {
      plan: () => import('./digest/plan.ts'),
      send: () => import('./digest/send.ts'),
      preview: () => import('./digest/preview.ts'),
      test: () => import('./digest/test.ts'),
      note: () => import('./digest/note.ts'),
      hold: () => import('./digest/hold.ts'),
      pin: () => import('./digest/pin.ts'),
      release: () => import('./digest/release.ts'),
      holds: () => import('./digest/holds.ts'),
    },
  },
  issues: {
    description: 'list, check and control the issues of the digests',
    commands: {
      ls: () => import('./issues/ls.ts'),
      show: () => import('./issues/show.ts'),
      verify: () => import('./issues/verify.ts'),
      pause: () => import('./issues/pause.ts'),
      resume: () => import('./issues/resume.ts'),
      approve: () => import('./issues/approve.ts'),
      cancel: () => import('./issues/cancel.ts'),
      retry: () => import('./issues/retry.ts'),
    },
  },
  welcome: {
    description: 'list and test the texts of the welcome series',
    commands: {
      ls: () => import('./welcome/ls.ts'),
      test: () => import('./welcome/test.ts'),
    },
  },
  failures: {
    description: 'list and retry messages that failed repeatedly',
    commands: {
      ls: () => import('./failures/ls.ts'),
      redrive: () => import('./failures/redrive.ts'),
    },
  },
}

/** Runs the command that the arguments name. */
export async function run(given: readonly string[]): Promise<void> {
  const args = spellHelp(commands, given)
  // Programs such as `head` stop reading when they have enough.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  const program = await createProgram(commands, args)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = error instanceof CommandFailure ? error.exitCode : 1
    const message = error instanceof Error ? error.message : String(error)
    const isExpected = error instanceof CommandFailure || error instanceof PublicationError || isPlain(error)
    const text = isExpected || !(error instanceof Error) ? message : describeUnexpected(error)
    if (program.opts().json) process.stdout.write(`${JSON.stringify({ error: message })}\n`)
    else process.stderr.write(`postrider: ${text}\n`)
  }
}

/** Describes an error that no command expected, with its place in the code only for people who ask for it. */
function describeUnexpected(error: Error): string {
  if (process.env.POSTRIDER_DEBUG) return error.stack ?? error.message
  return `${error.name}: ${error.message}\nThis was not expected. Set POSTRIDER_DEBUG=1 to see where it happened.`
}

/** Recognizes plain errors of local mode. Their messages are written for people, so a stack trace adds nothing. */
function isPlain(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error
}

// main.mjs, which starts faster, calls `run` itself. Tests read only the list of commands.
if (import.meta.main) await run(process.argv.slice(2))
