import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readCredentials } from 'cdk-loopback/credential-files'
import type { Command } from 'commander'
import type { Connection } from '../aws/clients.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { createReport, type Report } from './report.ts'

/** Selects a stack. Every command has these options. */
export type StackOptions = {
  /** Data folder of a local stack. */
  readonly data?: string | undefined
}

export function addStackOptions(program: Command): Command {
  return program.option('--data <folder>', 'data folder of the local stack (POSTRIDER_DATA; default .postrider)')
}

/** Returns the data folder that --data or POSTRIDER_DATA names, or the default. */
export function dataFolder({ data }: StackOptions): string {
  return data ?? process.env.POSTRIDER_DATA ?? '.postrider'
}

/** Connects to the selected stack. @throws {CommandFailure} if it does not run */
export async function connect(options: StackOptions): Promise<Stack> {
  const { connection, outputs } = await findLocalStack(dataFolder(options))
  const { openStack } = await import('../operations/stack.ts') // loads the AWS SDK, which `--help` does not need
  return openStack(connection, outputs)
}

/** Returns an action for commander that connects to the selected stack and then runs the command on it. */
export function onStack<Parameters extends unknown[]>(
  run: (stack: Stack, report: Report, ...parameters: Parameters) => Promise<void>,
): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command // commander passes arguments, options and the command
    const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
    const report = createReport(options.json ?? false)
    await run(await connect(options), report, ...(parameters as Parameters)) // as the command declares them
  }
}

/** The name of the operator's profile in the `credentials` and `config` files of a local stack. */
export const profile = 'postrider'

type StackFile = {
  readonly pid: number
  readonly aws: string
  readonly region: string
  readonly outputs: Readonly<Record<string, string>>
}

type LocalStack = { readonly connection: Connection; readonly outputs: StackFile['outputs'] }

/** Reads how to reach the stack that runs on a data folder. @throws {CommandFailure} if none does */
export async function findLocalStack(data: string): Promise<LocalStack> {
  const folder = path.resolve(data)
  const json = await readFile(path.join(folder, 'stack.json'), 'utf8').catch(() => undefined)
  const stack = json === undefined ? undefined : (JSON.parse(json) as StackFile) // local mode wrote it
  if (!stack || !isRunning(stack.pid)) {
    throw new CommandFailure(
      `No Postrider is running on the data folder ${folder}. Start one with \`npm start\`, or name its folder with --data or POSTRIDER_DATA.`,
    )
  }
  const credentials = readCredentials({ folder, name: profile })
  if (credentials) {
    return { connection: { endpoint: stack.aws, region: stack.region, credentials }, outputs: stack.outputs }
  }
  throw new CommandFailure(
    `The file ${path.join(folder, 'credentials')} has no keys for the profile ${profile}. Restart Postrider to write them again.`,
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
