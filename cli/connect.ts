import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readCredentials } from 'cdk-loopback/credential-files'
import type { Command } from 'commander'
import type { Connection } from '../aws/clients.ts'
import type { DeployedStack } from '../core/deployment/deployed-stack.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { policyOf } from './connect/command-policies.ts'
import { type Selection, type StackOptions, selectStack } from './connect/select-stack.ts'
import { createReport, type Report } from './report.ts'

/**
 * Connects to the selected stack.
 * @param localProfile the profile of a local stack that is used unless one is selected
 * @throws {CommandFailure} if it cannot be reached
 */
export async function connect(options: StackOptions, localProfile = profile): Promise<Stack> {
  const [{ reachStack }, { openStack }] = await Promise.all([
    import('../operations/reach-stack.ts'), // loads the AWS SDK, which `--help` does not need
    import('../operations/stack.ts'),
  ])
  const { name, connection } = await locate(selectStack(options, process.env), localProfile)
  return openStack(connection, await reachStack(name, connection))
}

/** Describes the selected stack. @throws {CommandFailure} if it cannot be reached */
export async function describeSelected(options: StackOptions): Promise<DeployedStack> {
  const { reachStack } = await import('../operations/reach-stack.ts')
  const { name, connection } = await locate(selectStack(options, process.env), operatorProfile)
  return reachStack(name, connection)
}

/** Returns an action for commander that connects to the selected stack and then runs the command on it. */
export function onStack<Parameters extends unknown[]>(
  run: (stack: Stack, report: Report, ...parameters: Parameters) => Promise<void>,
): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.at(-1) as Command // commander passes arguments, options and the command
    const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
    const report = createReport(options.json ?? false)
    let stack: Stack | undefined
    try {
      stack = await connect(options, operatorProfile)
      const { listNotes } = await import('../operations/deployed-publication.ts')
      for (const note of await listNotes(stack.deployed)) process.stderr.write(`Note: ${note}\n`)
      await run(stack, report, ...(parameters as Parameters)) // as the command declares them
    } catch (error) {
      const { explainError } = await import('../operations/explain-error.ts')
      const { stack: name, ...place } = options
      const { deployed = { name, outputs: undefined } } = stack ?? {}
      throw explainError(error, { ...place, ...deployed, policy: policyOf(pathOf(command)) }) ?? error
    }
  }
}

/** Returns the name of a command with those of its groups: `digest plan`. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name()
}

/** Where CloudFormation describes a stack. */
type Location = { readonly name: string; readonly connection: Connection }

async function locate(selection: Selection, localProfile: string): Promise<Location> {
  if (selection.kind === 'local') return findLocalStack(selection.data, selection.profile ?? localProfile)
  const { chooseRegion } = await import('../operations/reach-stack.ts')
  const { name, profile } = selection
  const region = await chooseRegion(selection)
  if (region === undefined) {
    const usedProfile = profile ?? process.env.AWS_PROFILE
    throw new CommandFailure(
      `No region is set, so the stack ${name} cannot be found. Use --region, for example --region eu-west-1, or set AWS_REGION${
        usedProfile ? `; the profile ${usedProfile} does not exist or has no region` : ', or a region in the profile'
      }.`,
      2,
    )
  }
  return { name, connection: { region, ...(profile !== undefined && { profile }) } }
}

/** The profile of the local account's administrator in the `credentials` and `config` files of a local stack. */
export const profile = 'postrider'
/** The profile of an operator. The commands use it, so that they need no rights that the policy of the stack does not grant. */
export const operatorProfile = 'operator'
/** Profiles with one policy each, by the output that names it. */
export const policyProfiles = { [operatorProfile]: 'OperatorPolicy', editor: 'EditorPolicy' }

type StackFile = {
  readonly pid: number
  readonly aws: string
  readonly region: string
  readonly stackName: string
}

/**
 * Reads how to reach the stack that runs on a data folder.
 * @param name a profile of its `credentials` file
 * @throws {CommandFailure} if none runs
 */
export async function findLocalStack(data: string, name = profile): Promise<Location> {
  const folder = path.resolve(data)
  const json = await readFile(path.join(folder, 'stack.json'), 'utf8').catch(() => undefined)
  const stack = json === undefined ? undefined : (JSON.parse(json) as StackFile) // local mode wrote it
  if (!stack || !isRunning(stack.pid)) {
    throw new CommandFailure(
      `No Postrider is running on the data folder ${folder}. Start one with \`npm start\`, name its folder with --data or POSTRIDER_DATA, or name a deployed stack with --stack and --region.`,
    )
  }
  const credentials = readCredentials({ folder, name })
  if (credentials) {
    return { name: stack.stackName, connection: { endpoint: stack.aws, region: stack.region, credentials } }
  }
  throw new CommandFailure(
    `The file ${path.join(folder, 'credentials')} has no keys for the profile ${name}. ${
      [profile, operatorProfile].includes(name)
        ? 'Restart Postrider to write them again.'
        : 'Leave out --profile, or name one of its profiles.'
    }`,
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
