import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { DeployedStack } from '../../core/deployment/deployed-stack.ts'
import type { Connection } from '../clients.ts'

/** Short, so that a missing network is reported early. Milliseconds. */
export const limits = { maxAttempts: 2, requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000 } }

export const createCloudFormation = (connection: Connection): CloudFormationClient =>
  new CloudFormationClient({ ...connection, ...limits })

/** Returns the region of a profile, or of the environment as the SDK reads it. Undefined: none is configured. */
export async function findRegion(profile: string | undefined): Promise<string | undefined> {
  const client = new CloudFormationClient({ ...(profile !== undefined && { profile }) })
  return client.config.region().catch(() => undefined)
}

/** Describes a stack. Returns undefined if it does not exist. */
export async function findStack(name: string, client: CloudFormationClient): Promise<DeployedStack | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }))
    return Stacks[0] && readStack(Stacks[0])
  } catch (error) {
    // CloudFormation has no error of its own for a stack that does not exist.
    if (error instanceof Error && /does not exist$/.test(error.message)) return undefined
    throw error
  }
}

/** Describes all stacks of the account and region. */
export async function listStacks(client: CloudFormationClient): Promise<readonly DeployedStack[]> {
  const pages = await Array.fromAsync(paginateDescribeStacks({ client }, {}))
  return pages.flatMap(({ Stacks = [] }) => Stacks.map(readStack))
}

function readStack(stack: Stack): DeployedStack {
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const)
  return {
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    description: stack.Description ?? '',
    outputs: Object.fromEntries(outputs),
  }
}
