import type { Connection } from '../aws/clients.ts'
import { createCloudFormation, findRegion, findStack, listStacks } from '../aws/deployment/stack-reader.ts'
import { type DeployedStack, describeMissing, findObstacle } from '../core/deployment/deployed-stack.ts'
import { CommandFailure } from './command-failure.ts'

/** Describes a stack that can be operated. @throws {CommandFailure} if there is none of this name, or it cannot be operated */
export async function reachStack(name: string, connection: Connection): Promise<DeployedStack> {
  const client = createCloudFormation(connection)
  const stack = await findStack(name, client)
  if (!stack) {
    // Only for the message: people who operate one stack usually may not list all of them.
    const stacks = await listStacks(client).catch(() => undefined)
    throw new CommandFailure(describeMissing(name, connection.region, stacks))
  }
  const obstacle = findObstacle(stack)
  if (obstacle !== undefined) throw new CommandFailure(obstacle)
  return stack
}

/** Chooses the region as CDK and the AWS CLI do. Undefined: none is configured. */
export async function chooseRegion(options: {
  readonly region?: string | undefined
  readonly profile?: string | undefined
}): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env
  return options.region ?? (AWS_REGION || AWS_DEFAULT_REGION || (await findRegion(options.profile)))
}
