import type { Command } from 'commander'
import { CommandFailure } from '../../operations/command-failure.ts'

/** Selects a stack. Every command has these options. */
export type StackOptions = {
  /** Data folder of a local stack. */
  readonly data?: string | undefined
  /** Name of a deployed stack. */
  readonly stack?: string | undefined
  readonly region?: string | undefined
  readonly profile?: string | undefined
}

/** The stack that a command works on. Both kinds are reached through AWS's API. */
export type Selection =
  | { readonly kind: 'local'; readonly data: string; readonly profile?: string }
  | { readonly kind: 'deployed'; readonly name: string; readonly region?: string; readonly profile?: string }

type Environment = Readonly<Record<string, string | undefined>>

export function addStackOptions(program: Command): Command {
  return program
    .option('--stack <name>', 'a deployed stack (POSTRIDER_STACK; default: the local stack)')
    .option('--region <region>', 'its region (AWS_REGION, or the region of the profile)')
    .option('--profile <name>', 'profile of the AWS configuration (AWS_PROFILE), or of the local stack')
    .option('--data <folder>', 'data folder of the local stack (POSTRIDER_DATA; default .postrider)')
}

/** Returns the data folder that --data or POSTRIDER_DATA names, or the default. */
export function dataFolder({ data }: StackOptions, environment: Environment = process.env): string {
  return data ?? (environment.POSTRIDER_DATA || '.postrider')
}

/** Selects a stack. An option counts more than a variable. @throws {CommandFailure} if options contradict each other */
export function selectStack(options: StackOptions, environment: Environment): Selection {
  const { data, stack, region, profile } = options
  if (data !== undefined && stack !== undefined) {
    throw new CommandFailure('--data selects a local stack, and --stack a deployed one. Use one of them.', 2)
  }
  const name = data === undefined ? (stack ?? environment.POSTRIDER_STACK) : undefined
  const common = profile === undefined ? {} : { profile }
  if (name) return { kind: 'deployed', name, ...common, ...(region !== undefined && { region }) }
  if (stack === '') throw new CommandFailure('--stack needs the name of a stack.', 2)
  if (region === undefined) return { kind: 'local', data: dataFolder(options, environment), ...common }
  throw new CommandFailure(`--region ${region} is for a deployed stack: name it with --stack or POSTRIDER_STACK.`, 2)
}
