import { randomUUID } from 'node:crypto'
import type { StreamSourcePlan } from '../../template/stack-plan.ts'
import type { Batch } from './retry-batch.ts'
import { sequenceNumber, shardId } from './stream-record.ts'

export type GivenUp = {
  readonly batch: Batch
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded'
  /** Whether the function threw an error, instead of reporting the changes that failed. */
  readonly threw: boolean
}

/** Composes the message to the destination of failures. It says where the changes are in the stream, not what they are. */
export function composeFailureMessage(
  plan: Pick<StreamSourcePlan, 'functionArn' | 'streamArn'>,
  { batch, condition, threw }: GivenUp,
  now: Date,
): string {
  const [first, last] = [batch.changes.at(0), batch.changes.at(-1)]
  const seconds = (time = 0) => `${new Date(time).toISOString().slice(0, 19)}Z`
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: plan.functionArn,
      condition,
      approximateInvokeCount: batch.invocations,
    },
    ...(batch.invocations > 0 && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: threw ? 'Unhandled' : null,
      },
    }),
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequenceNumber(first?.sequence ?? 0),
      endSequenceNumber: sequenceNumber(last?.sequence ?? 0),
      approximateArrivalOfFirstRecord: seconds(first?.time),
      approximateArrivalOfLastRecord: seconds(last?.time),
      batchSize: batch.changes.length,
      streamArn: plan.streamArn,
    },
  })
}
