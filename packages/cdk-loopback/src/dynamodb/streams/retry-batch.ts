import type { StreamSourcePlan } from '../../template/stack-plan.ts'
import type { Change } from './change-log.ts'
import { parseSequenceNumber } from './stream-record.ts'

/** Changes that are handed over together, and how often that has failed. */
export type Batch = {
  readonly changes: readonly Change[]
  /** Retries that count towards the mapping's limit. */
  readonly retries: number
  readonly invocations: number
}

export type Outcome =
  /** The function handled all changes. */
  | { readonly kind: 'done' }
  /** Lambda could not invoke the function. Such an attempt does not count as a retry. */
  | { readonly kind: 'not-invoked' }
  /** The function failed, or reported that it failed from the change at this index on. */
  | { readonly kind: 'failed'; readonly from: number; readonly reported: boolean }

/** What follows a failure: the batches to try next, in order, or the changes to give up. */
export type Decision = { readonly next: readonly Batch[] } | { readonly givenUp: Batch }

/**
 * Decides what follows a failed attempt. As in AWS, splitting a batch does not count as a retry.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function decideRetry(
  plan: Pick<StreamSourcePlan, 'bisects' | 'maximumRetries'>,
  batch: Batch,
  outcome: Exclude<Outcome, { kind: 'done' }>,
): Decision {
  if (outcome.kind === 'not-invoked') return { next: [batch] }
  const { from } = outcome
  const rest: Batch = { ...batch, changes: batch.changes.slice(from), invocations: batch.invocations + 1 }
  if (plan.bisects && from > 0) return { next: [rest] }
  if (plan.bisects && rest.changes.length > 1) {
    const middle = Math.ceil(rest.changes.length / 2)
    return {
      next: [
        { ...rest, changes: rest.changes.slice(0, middle) },
        { ...rest, changes: rest.changes.slice(middle) },
      ],
    }
  }
  if (plan.maximumRetries !== undefined && rest.retries >= plan.maximumRetries) return { givenUp: rest }
  return { next: [{ ...rest, retries: rest.retries + 1 }] }
}

/**
 * Reads a partial batch response. As in AWS, one that is not valid fails the whole batch, and the function continues from
 * the first reported change: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function readResponse(changes: readonly Change[], response: unknown): Outcome {
  const whole: Outcome = { kind: 'failed', from: 0, reported: true }
  if (response === null || response === undefined) return { kind: 'done' }
  if (typeof response !== 'object') return whole
  if (!('batchItemFailures' in response)) return Object.keys(response).length === 0 ? { kind: 'done' } : whole
  const { batchItemFailures: failures } = response
  if (failures === null) return { kind: 'done' }
  if (!Array.isArray(failures)) return whole
  if (failures.length === 0) return { kind: 'done' }
  const indexes = failures.map((failure: unknown) => indexOf(changes, failure))
  return indexes.includes(-1) ? whole : { ...whole, from: Math.min(...indexes) }
}

function indexOf(changes: readonly Change[], failure: unknown): number {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return -1
  const sequence = parseSequenceNumber(String(failure.itemIdentifier))
  return changes.findIndex((change) => change.sequence === sequence)
}
