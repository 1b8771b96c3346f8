import type { StreamSources } from './dispatch.ts'
import type { Functions } from './lambda/functions.ts'
import type { LocalServices } from './services.ts'
import type { StackPlan } from './template/stack-plan.ts'

/** Milliseconds. */
const soon = 2_000

/**
 * Lists what a stack is doing or will do very soon. Queues without a consuming function do not count. Looks no further
 * than its caller reads, and first at what needs no database.
 * @param withinMs a message that becomes visible within this time counts as work
 */
export function* findWork(
  plan: StackPlan,
  { s3, ses, queues, deliveries, asyncEvents }: LocalServices,
  functions: Functions,
  streams: Pick<StreamSources, 'busy'>,
  withinMs = soon,
): Generator<string, void, undefined> {
  for (const logicalId of functions.busy()) yield `function ${logicalId}`
  yield* streams.busy()
  if (s3.pendingEvents(1).length > 0) yield 'events of S3'
  if (ses.pendingEvents(1).length > 0) yield 'events of SES'
  for (const { queueArn } of plan.eventSources)
    if (queues.hasWork(queueArn, withinMs)) yield `queue ${queueArn.slice(queueArn.lastIndexOf(':') + 1)}`
  for (const name of deliveries.store.owners()) yield `deliveries of ${name}`
  for (const arn of asyncEvents.store.owners()) yield `events of function ${nameOf(plan, arn)}`
  if (queues.movesMessages()) yield 'moves of dead letters'
}

function nameOf({ functions }: StackPlan, arn: string): string {
  return functions.find((each) => each.arn === arn)?.logicalId ?? arn
}

/** Milliseconds. */
const pollInterval = 5

/** Resolves when no work is pending. @throws {Error} after `timeoutMs`, naming the pending work */
export async function waitUntilIdle(findWork: () => Iterable<string>, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  while (isAny(findWork())) {
    if (performance.now() > end) throw new Error(`Still busy after ${timeoutMs} ms: ${[...findWork()].join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, pollInterval))
  }
}

function isAny(work: Iterable<string>): boolean {
  for (const _ of work) return true
  return false
}
