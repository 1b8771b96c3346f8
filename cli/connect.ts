import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { CommandFailure } from './command-failure.ts'
import { createReport, type Report } from './report.ts'
import type { Stack } from './stack.ts'

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
  const { aws, outputs } = await findLocalStack(dataFolder(options))
  const { openStack } = await import('./stack.ts') // loads the AWS SDK, which `--help` does not need
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' }
  return openStack({ endpoint: aws, region: 'us-east-1', credentials }, outputs)
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

type StackFile = { readonly pid: number; readonly aws: string; readonly outputs: Readonly<Record<string, string>> }

async function findLocalStack(data: string): Promise<StackFile> {
  const file = path.resolve(data, 'stack.json')
  const json = await readFile(file, 'utf8').catch(() => undefined)
  const stack = json === undefined ? undefined : (JSON.parse(json) as StackFile) // local mode wrote it
  if (stack && isRunning(stack.pid)) return stack
  throw new CommandFailure(
    `No Postrider is running on the data folder ${path.resolve(data)}. Start one with \`npm start\`, or name its folder with --data or POSTRIDER_DATA.`,
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
