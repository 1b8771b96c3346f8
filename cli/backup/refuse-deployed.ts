import { CommandFailure, exitCodes } from '../../operations/command-failure.ts'
import { type StackOptions, selectStack } from '../connect/select-stack.ts'

/** @throws {CommandFailure} if a deployed stack is selected */
export function refuseDeployed(options: StackOptions): void {
  if (selectStack(options, process.env).kind === 'local') return
  throw new CommandFailure(
    'This command is for local stacks. A deployed stack has point-in-time recovery of its tables, and versions of its uploads: see docs/deploying.md#backup-and-restore.',
    exitCodes.misused,
  )
}
