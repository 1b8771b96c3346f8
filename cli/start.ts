import type { Command } from 'commander'
import { readPort, readSwitch } from './arguments.ts'
import { dataFolder } from './connect.ts'
import { readCredentials } from './start/read-credentials.ts'

type Options = {
  readonly port?: string
  readonly awsPort?: string
  readonly consolePort?: string
  readonly publicUrl?: string
  readonly watch?: string
  readonly seeds: boolean
  readonly dev?: boolean
  readonly sandbox?: boolean
}

export function define(command: Command): void {
  command
    .description('run everything on this machine')
    .option('--port <port>', 'port of the site (POSTRIDER_PORT; default 4000; 0: any free one)')
    .option('--aws-port <port>', 'port of the AWS endpoint (POSTRIDER_AWS_PORT; default 4566)')
    .option('--console-port <port>', 'port of the console (POSTRIDER_CONSOLE_PORT; default 4001)')
    .option('--public-url <url>', 'address of the site in feeds and mails, if it is not the local one')
    .option('--watch <folder>', 'upload the files of a folder as they change')
    .option('--sandbox', 'use the SES sandbox: mail reaches verified recipients only (POSTRIDER_SES_SANDBOX)')
    .option('--dev', 'rebuild and reload Lambdas, templates and locales when their sources change')
    .option('--no-seeds', 'start without the example articles and subscribers')
    .action(async (options: Options) => {
      const { runLocal } = await import('./start/run-local.ts') // loads the emulator, which `--help` does not need
      const data = dataFolder(command.optsWithGlobals())
      const sandbox = readSwitch(options.sandbox, 'POSTRIDER_SES_SANDBOX')
      await runLocal({ ...options, data, sandbox, ports: readPorts(options), ...relay(), ...credentials() })
    })
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

/** Returns the option for a real mail server that also receives every mail, if SMTP_URL names one. */
function relay() {
  const smtpUrl = process.env.SMTP_URL
  return smtpUrl ? { smtpUrl } : {}
}
