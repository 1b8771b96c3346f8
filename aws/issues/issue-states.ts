import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { type SettledCounts, sizeOf } from '../../core/deliveries/settled-counts.ts'
import type { DeliveryCounts, IssueRecord, IssueState, IssueStop, Statistics } from '../../core/issues/issue.ts'
import { issueKey, openIssueKey } from '../../core/keys.ts'
import { hasFailedCondition, isConflict, retryWhenTaken } from '../conflict.ts'
import type { WriteItem } from '../deliveries/progress-store.ts'

export type IssueName = { readonly digest: string; readonly number: number }

type Change = Omit<UpdateCommandInput, 'TableName' | 'Key' | 'UpdateExpression'> & { readonly UpdateExpression: string }

const unended = 'attribute_exists(pk) AND NOT issue.#state IN (:submitted, :cancelled, :expired)'
const unendedValues = { ':submitted': 'submitted', ':cancelled': 'cancelled', ':expired': 'expired' }
/** Issues that were cancelled before `cancelled` was a state have only the stop. */
const uncancelled = '(attribute_not_exists(issue.#hold) OR issue.#hold.#kind <> :cancelled)'
const holdNames = { '#hold': 'hold', '#kind': 'kind' }
const stateNames = { '#state': 'state' }

/** The changes of an issue's state. A submitted or cancelled issue never changes its state again. */
export function issueStates(dynamo: DynamoDBDocumentClient, table: string) {
  const keyOf = ({ digest, number }: IssueName) => ({ TableName: table, Key: issueKey(digest, number) })

  /** Changes an issue. `unchanged`: the condition does not hold. */
  async function change(issue: IssueName, input: Change): Promise<'changed' | 'unchanged'> {
    try {
      await dynamo.send(new UpdateCommand({ ...keyOf(issue), ...input }))
      return 'changed'
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'unchanged'
      throw error
    }
  }

  /** Moves an issue. Does nothing if it is in a state from which it does not move. */
  async function move(issue: IssueName, input: Change, from: readonly IssueState[]): Promise<void> {
    try {
      const showItem = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
      await dynamo.send(new UpdateCommand({ ...keyOf(issue), ...input, ...showItem }))
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      const state = error.Item?.issue?.M?.state?.S
      // The condition failed although the state fits. Without an error the issue would stay in that state forever.
      if (state === undefined || from.some((each) => each === state)) throw error
    }
  }

  /** Ends an issue and removes it from the open issues. `taken`: something that `checks` protects has changed. */
  async function end(
    issue: IssueName,
    input: Change,
    checks: readonly WriteItem[] = [],
  ): Promise<'ended' | 'unchanged' | 'taken'> {
    const open = { Delete: { TableName: table, Key: openIssueKey(issue.digest, issue.number) } }
    try {
      const TransactItems = [{ Update: { ...keyOf(issue), ...input } }, open, ...checks]
      await dynamo.send(new TransactWriteCommand({ TransactItems }))
      return 'ended'
    } catch (error) {
      if (hasFailedCondition(error, 0)) return 'unchanged'
      if (isConflict(error)) return 'taken'
      throw error
    }
  }

  return {
    /** Records that the planning of an issue has started, unless it has gone further already. */
    async startPlanning(issue: IssueName): Promise<void> {
      const input = {
        UpdateExpression: 'SET issue.#state = :planning',
        ConditionExpression: 'issue.#state = :composed',
        ExpressionAttributeNames: stateNames,
        ExpressionAttributeValues: { ':composed': 'composed', ':planning': 'planning' },
      }
      await move(issue, input, ['composed'])
    },

    /**
     * Records that the recipients of all shards are chosen. The issue may still be `composed`, if the planners overtake
     * the end of compose-issue.
     * @param recipients undefined if some shards were planned before portions were recorded
     */
    async finishPlanning(issue: IssueName, recipients: number | undefined): Promise<void> {
      const isPlanning = 'issue.#state IN (:composed, :planning)'
      const states = { ':composed': 'composed', ':planning': 'planning', ':planned': 'planned' }
      const input = {
        UpdateExpression: 'SET issue.#state = :planned',
        ConditionExpression: isPlanning,
        ExpressionAttributeNames: stateNames,
        ExpressionAttributeValues: states,
      }
      const counted = {
        ...input,
        UpdateExpression: 'SET issue.#state = :planned, issue.recipients = :recipients',
        ConditionExpression: `${isPlanning} OR (issue.#state = :planned AND attribute_not_exists(issue.recipients))`,
        ExpressionAttributeValues: { ...states, ':recipients': recipients },
      }
      await move(issue, recipients === undefined ? input : counted, ['composed', 'planning'])
    },

    /**
     * Ends an issue of which every recipient is accounted for. `unchanged`: it has ended already.
     * @param at undefined if nobody knows, because the issue was planned before batches were counted
     * @param checks what must not have changed since the issue was counted; otherwise the result is `taken`
     */
    async submit(
      issue: IssueName,
      counts: DeliveryCounts,
      at: string | undefined,
      checks: readonly WriteItem[],
    ): Promise<'submitted' | 'unchanged' | 'taken'> {
      const { recipients } = counts
      const settings = 'issue.#state = :submitted, issue.counts = :counts, issue.recipients = :recipients'
      const input = {
        UpdateExpression: `SET ${settings}${at === undefined ? '' : ', issue.submittedAt = :at'} REMOVE issue.#hold`,
        ConditionExpression: `${unended} AND ${uncancelled}`,
        ExpressionAttributeNames: { ...stateNames, ...holdNames },
        ExpressionAttributeValues: {
          ...{ ...unendedValues, ':counts': counts, ':recipients': recipients },
          ...(at !== undefined && { ':at': at }),
        },
      }
      const result = await end(issue, input, checks)
      return result === 'ended' ? 'submitted' : result
    },

    /** Gives up an issue that waits for approval. `unchanged`: it does not wait any more. */
    async expire(issue: IssueName): Promise<'expired' | 'unchanged'> {
      const input = {
        UpdateExpression: 'SET issue.#state = :expired',
        ConditionExpression: 'issue.#state = :waiting',
        ExpressionAttributeNames: stateNames,
        ExpressionAttributeValues: { ':expired': 'expired', ':waiting': 'awaiting-approval' },
      }
      const result = await retryWhenTaken(() => end(issue, input))
      return result === 'ended' ? 'expired' : 'unchanged'
    },

    /**
     * Cancels an issue. `unchanged`: it has ended already.
     * @param onlyWaiting the issue is not cancelled if it was approved in the meantime: it has taken its articles then
     */
    async cancel(issue: IssueName, at: string, onlyWaiting = false): Promise<'cancelled' | 'unchanged'> {
      const stop: IssueStop = { kind: 'cancelled', reason: 'operator', at }
      const input = {
        UpdateExpression: 'SET issue.#state = :cancelled, issue.#hold = :stop',
        ConditionExpression: `${unended} AND ${uncancelled}${onlyWaiting ? ' AND issue.#state = :waiting' : ''}`,
        ExpressionAttributeNames: { ...stateNames, ...holdNames },
        ExpressionAttributeValues: {
          ...{ ...unendedValues, ':stop': stop },
          ...(onlyWaiting && { ':waiting': 'awaiting-approval' }),
        },
      }
      const result = await retryWhenTaken(() => end(issue, input))
      return result === 'ended' ? 'cancelled' : 'unchanged'
    },

    /**
     * Pauses an issue unless it has ended, or waits for approval. Failed mails of a submitted issue that are being retried can be paused as well.
     * With `onlyRunning`, an issue that is already paused does not change.
     */
    async pause(
      issue: IssueName,
      reason: IssueStop['reason'],
      at: string,
      onlyRunning = false,
    ): Promise<'paused' | 'unchanged'> {
      const stop: IssueStop = { kind: 'paused', reason, at }
      const isOpen = `((${unended} AND issue.#state <> :waiting) OR (issue.#state = :submitted AND issue.counts.pending > :none))`
      const result = await change(issue, {
        UpdateExpression: 'SET issue.#hold = :stop',
        ConditionExpression: `${isOpen} AND ${onlyRunning ? 'attribute_not_exists(issue.#hold)' : uncancelled}`,
        ExpressionAttributeNames: { ...stateNames, ...(onlyRunning ? { '#hold': 'hold' } : holdNames) },
        ExpressionAttributeValues: { ...unendedValues, ':stop': stop, ':none': 0, ':waiting': 'awaiting-approval' },
      })
      return result === 'changed' ? 'paused' : 'unchanged'
    },

    /** Ends a pause. What SES reported until now no longer counts towards an automatic pause. */
    async resume(issue: IssueName, forgiven: Statistics): Promise<void> {
      await change(issue, {
        UpdateExpression: 'SET issue.forgiven = :forgiven REMOVE issue.#hold',
        ConditionExpression: 'issue.#hold.#kind = :paused',
        ExpressionAttributeNames: holdNames,
        ExpressionAttributeValues: { ':paused': 'paused', ':forgiven': forgiven },
      })
    },

    /** Gives an open issue more time before monitoring reports it as late. Never gives it less. */
    async extend({ digest, number }: IssueName, lateAt: string): Promise<void> {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: openIssueKey(digest, number),
            UpdateExpression: 'SET lateAt = :lateAt',
            ConditionExpression: 'lateAt < :lateAt',
            ExpressionAttributeValues: { ':lateAt': lateAt },
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },

    /** Returns the write that applies a change of settled deliveries to the counts of a submitted issue. */
    changeCounts(record: IssueRecord, changes: SettledCounts): WriteItem {
      const condition = { ...keyOf(record), ExpressionAttributeNames: stateNames }
      const submitted = { ':submitted': 'submitted' }
      if (record.state !== 'submitted') {
        const stillOpen = { ConditionExpression: 'issue.#state <> :submitted', ExpressionAttributeValues: submitted }
        return { ConditionCheck: { ...condition, ...stillOpen } }
      }
      const entries = Object.entries({ ...changes, pending: -sizeOf(changes) })
      const sums = entries.map((_entry, n) => `issue.counts.#n${n} = issue.counts.#n${n} + :n${n}`)
      return {
        Update: {
          ...keyOf(record),
          UpdateExpression: `SET ${sums.join()}`,
          ConditionExpression: 'issue.#state = :submitted',
          ExpressionAttributeNames: {
            ...stateNames,
            ...Object.fromEntries(entries.map(([name], n) => [`#n${n}`, name])),
          },
          ExpressionAttributeValues: {
            ...submitted,
            ...Object.fromEntries(entries.map(([, by], n) => [`:n${n}`, by])),
          },
        },
      }
    },
  }
}
