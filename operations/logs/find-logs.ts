import { lambdaSettings } from '../../core/environment.ts'
import { findLambdaLogs, type LambdaLogGroup } from '../../core/monitoring/log-groups.ts'
import { nearest } from '../../core/text/nearest.ts'
import { CommandFailure, exitCodes } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

/** Finds the log groups of the stack's Lambdas, or of one of them. @throws {CommandFailure} if there is no such Lambda */
export async function findLogs(
  stack: Pick<Stack, 'listLogGroups'>,
  lambda: string | undefined,
): Promise<readonly LambdaLogGroup[]> {
  const logs = findLambdaLogs(await stack.listLogGroups(), Object.keys(lambdaSettings))
  if (lambda === undefined) return logs
  const found = logs.filter((each) => each.lambda === lambda)
  if (found.length > 0) return found
  const names = logs.map((each) => each.lambda).toSorted()
  const similar = nearest(lambda, names) ?? names.find((name) => name.includes(lambda))
  const hint = similar === undefined ? `Its Lambdas are ${names.join(', ')}.` : `Did you mean ${similar}?`
  throw new CommandFailure(`The stack has no Lambda ${lambda}. ${hint}`, exitCodes.misused)
}
