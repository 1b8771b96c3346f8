import type { Command } from 'commander'
import { failureSources } from '../../core/failure-sources.ts'
import type { Failure } from '../../core/read-failure.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'
import type { Stack } from '../stack.ts'

export function define(command: Command): void {
  command
    .description('count the failed messages by their source, and say what users lose')
    .action(onStack(listFailures))
}

/** Counts the messages that failed repeatedly, by their source. */
export async function listFailures(stack: Stack, report: Report): Promise<void> {
  const groups = Map.groupBy(await stack.failures.list(), ({ source }) => source ?? 'unknown')
  const answer = [...groups].map(([source, failures]) => describe(source, failures))
  const rows = answer.map(({ source, failures, lambda, loss }) => [source, failures.toString(), lambda ?? '', loss])
  const errors = answer.flatMap(({ source, error }) => (error === undefined ? [] : `${source}: ${error}`))
  report.answer(answer, rows.length > 0 ? [...table(rows), ...errors] : ['No messages have failed.'])
}

function describe(source: string, failures: readonly Failure[]) {
  const { lambda, loss = 'No part of this stack has sent them. Look at them in the SQS console.' } =
    failureSources[source] ?? {}
  const error = failures.findLast((each) => each.error !== undefined)?.error
  return { source, failures: failures.length, lambda, loss, error }
}
