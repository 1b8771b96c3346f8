import type { Command } from 'commander'
import { CommandFailure } from '../operations/command-failure.ts'
import { readPort, readSwitch, readUrl } from './arguments.ts'
import { dataFolder, type StackOptions } from './connect/select-stack.ts'
import { type AccessOptions, readAccess } from './start/read-access.ts'
import { readCredentials } from './start/read-credentials.ts'
import { readRelay, readSes } from './start/read-relay.ts'

type Options = AccessOptions & {
  readonly port?: string
  readonly awsPort?: string
  readonly consolePort?: string
  readonly watch?: string
  readonly yes?: boolean
  readonly seeds: boolean
  readonly dev?: boolean
  readonly sandbox?: boolean
  readonly eventsUrl?: string
}

export function define(command: Command): void {
  command
    .description('run everything on this machine')
    .option('--port <port>', 'port of the site (POSTRIDER_PORT; default 4000; 0: any free one)')
    .option('--aws-port <port>', 'port of the AWS endpoint (POSTRIDER_AWS_PORT; default 4566)')
    .option('--console-port <port>', 'port of the console (POSTRIDER_CONSOLE_PORT; default 4001)')
    .option(
      '--public-url <url>',
      'address of the site in feeds and mails, if it is not the local one (POSTRIDER_PUBLIC_URL)',
    )
    .option('--console-url <url>', 'address of the console, if a proxy serves it elsewhere (POSTRIDER_CONSOLE_URL)')
    .option(
      '--bind <address>',
      'IP address of the site and the console (POSTRIDER_BIND; default 127.0.0.1: this machine only)',
    )
    .option(
      '--trusted-proxies <addresses>',
      'proxies whose X-Forwarded-For is believed (POSTRIDER_TRUSTED_PROXIES; default: none)',
    )
    .option('--watch <folder>', 'keep a folder published: what is in it, what changes, and what is deleted')
    .option('--yes', 'with --watch: withdraw or replace without asking what was deleted or is different at the start')
    .option('--sandbox', 'use the SES sandbox: mail reaches verified recipients only (POSTRIDER_SES_SANDBOX)')
    .option('--events-url <url>', 'post every event for other programs to this address (POSTRIDER_EVENTS_URL)')
    .option('--dev', 'rebuild and reload Lambdas, templates and locales when their sources change')
    .option('--no-seeds', 'start without the example articles and subscribers')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      const { prepareAndRun } = await import('./start/prepare-and-run.ts') // which `--help` does not need
      const selected = command.optsWithGlobals<StackOptions>()
      refuseDeployed(selected)
      const data = dataFolder(selected)
      const sandbox = readSwitch(options.sandbox, 'POSTRIDER_SES_SANDBOX')
      const relay = readRelay(process.env)
      const access = readAccess(options, process.env)
      const realSes = readSes(process.env)
      const sending = { ...(relay && { relay }), ...(realSes && { realSes }) }
      const more = { access, ...sending, ...credentials(), ...receiver(options) }
      await prepareAndRun({ ...options, data, sandbox, ports: readPorts(options), ...more })
    })
}

const help = `
The AWS endpoint always listens on 127.0.0.1 only. POSTRIDER_CONSOLE_PASSWORD sets a password for the console, which it
needs if other machines can reach it. docs/one-server.md shows how to run it behind Caddy or nginx.`

/** Refuses options that select a deployed stack: this command runs a local one. */
function refuseDeployed({ stack, region, profile }: StackOptions): void {
  const names = Object.entries({ stack, region, profile }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (names.length === 0) return
  throw new CommandFailure(`\`start\` runs a local stack, so it cannot be combined with --${names[0]}.`, 2)
}

function readPorts({ port, awsPort, consolePort }: Options) {
  return {
    site: readPort(port, { flag: '--port', variable: 'POSTRIDER_PORT' }, 4000),
    aws: readPort(awsPort, { flag: '--aws-port', variable: 'POSTRIDER_AWS_PORT' }, 4566),
    console: readPort(consolePort, { flag: '--console-port', variable: 'POSTRIDER_CONSOLE_PORT' }, 4001),
  }
}

/** Returns the option for the operator's keys, if the environment sets them. */
function credentials() {
  const credentials = readCredentials(process.env)
  return credentials ? { credentials } : {}
}

/** Returns the option for the program that receives events, if there is one. */
function receiver({ eventsUrl = process.env.POSTRIDER_EVENTS_URL }: Options) {
  return eventsUrl ? { eventsUrl: readUrl(eventsUrl, '--events-url or POSTRIDER_EVENTS_URL') } : {}
}
