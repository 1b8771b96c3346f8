import type { StreamSources } from './dispatch.ts'
import type { Functions } from './lambda/functions.ts'
import type { LocalServices } from './services.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** Milliseconds. A message that becomes visible within this time counts as work. */
const soon = 2_000

/** Lists what a stack is doing or will do very soon. Queues without a consuming function do not count. */
export function findWork(
  plan: StackPlan,
  { s3, ses, queues, deliveries, asyncEvents }: LocalServices,
  functions: Functions,
  streams: Pick<StreamSources, 'busy'>,
): string[] {
  const busyQueues = plan.eventSources
    .map(({ queueArn }) => queueArn)
    .filter((queueArn) => queues.hasWork(queueArn, soon))
    .map((queueArn) => `queue ${queueArn.slice(queueArn.lastIndexOf(':') + 1)}`)
  return [
    ...(s3.pendingEvents(1).length > 0 ? ['events of S3'] : []),
    ...(ses.pendingEvents(1).length > 0 ? ['events of SES'] : []),
    ...deliveries.store.owners().map((name) => `deliveries of ${name}`),
    ...asyncEvents.store.owners().map((arn) => `events of function ${nameOf(plan, arn)}`),
    ...busyQueues,
    ...streams.busy(),
    ...(queues.movesMessages() ? ['moves of dead letters'] : []),
    ...functions.busy().map((logicalId) => `function ${logicalId}`),
  ]
}

function nameOf({ functions }: StackPlan, arn: string): string {
  return functions.find((each) => each.arn === arn)?.logicalId ?? arn
}

/** Milliseconds. */
const pollInterval = 5

/** Resolves when no work is pending. @throws {Error} after `timeoutMs`, naming the pending work */
export async function waitUntilIdle(findWork: () => readonly string[], timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  for (let work = findWork(); work.length > 0; work = findWork()) {
    if (performance.now() > end) throw new Error(`Still busy after ${timeoutMs} ms: ${work.join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, pollInterval))
  }
}
