import type { ControlMessage, PlanMessage } from '../messages.ts'
import type { DigestName, Publication } from '../publication.ts'
import { shards } from '../subscribers/subscriber.ts'
import { divideConcurrency } from './concurrency.ts'

/**
 * Returns the first messages of the chains that plan an issue. The first chain plans every second shard, for example, and
 * the second one the others. Their number limits how many planners run at the same time.
 */
export function startChains(
  { digest, number }: { readonly digest: DigestName; readonly number: number },
  publication: Pick<Publication, 'concurrency' | 'senders'>,
): PlanMessage[] {
  const { planChains: step } = divideConcurrency(publication)
  return shards.slice(0, step).map((shard) => ({ digest, number, shard, step }))
}

/** Returns the message that continues a chain after it has finished a shard; undefined if that was its last one. */
export function continueChain({ digest, number, shard, step }: PlanMessage): PlanMessage | undefined {
  if (step === undefined) return undefined
  const next = shards[shards.indexOf(shard) + step]
  return next === undefined ? undefined : { digest, number, shard: next, step }
}

/** Returns the first messages of the chains that apply an operator's command, as many as plan an issue. */
export function startCommand(
  { digest, number, order }: ControlMessage,
  publication: Pick<Publication, 'concurrency' | 'senders'>,
): ControlMessage[] {
  return startChains({ digest, number }, publication).flatMap(({ shard, step }) =>
    step === undefined ? [] : [{ digest, number, order, from: { shard, step } }],
  )
}

/** Returns the message that continues a command with the next shard of its chain; undefined after the last one. */
export function continueCommand(message: ControlMessage): ControlMessage | undefined {
  const { digest, number, order, from } = message
  const next = from && continueChain({ digest, number, ...from })
  return next?.step === undefined ? undefined : { digest, number, order, from: { shard: next.shard, step: next.step } }
}
