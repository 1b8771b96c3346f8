import type { Functions } from './lambda/functions.ts'
import type { LocalServices } from './services.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** Milliseconds: a message delayed by less counts as work. */
const soon = 2_000

/** Names what goes on in a stack, or will very soon. Queues that no function is fed from don't count. */
export function findWork(plan: StackPlan, { s3, ses, queues }: LocalServices, functions: Functions): string[] {
  const busyQueues = plan.eventSources
    .map(({ queueArn }) => queueArn)
    .filter((queueArn) => queues.hasWork(queueArn, soon))
    .map((queueArn) => `queue ${queueArn.slice(queueArn.lastIndexOf(':') + 1)}`)
  return [
    ...(s3.pendingEvents(1).length > 0 ? ['events of S3'] : []),
    ...(ses.pendingEvents(1).length > 0 ? ['events of SES'] : []),
    ...busyQueues,
    ...functions.busy().map((logicalId) => `function ${logicalId}`),
  ]
}

/** Milliseconds. */
const lookEvery = 5

/** Resolves when there is nothing under way any more. @throws {Error} naming what still is, after `timeoutMs`. */
export async function waitUntilIdle(findWork: () => readonly string[], timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  for (let work = findWork(); work.length > 0; work = findWork()) {
    if (performance.now() > end) throw new Error(`Still busy after ${timeoutMs} ms: ${work.join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, lookEvery))
  }
}
