import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb'
import type { IssueRecord, IssueState, IssueStop, Statistics } from '../../core/issues/issue.ts'
import { isTakeable, type PendingMark, type Takings } from '../../core/issues/issue-contents.ts'
import { digestKey, issueKey, pendingKey, plannedShardKey } from '../../core/keys.ts'
import { type DigestRecord, newDigest } from '../../core/schedules/digest-record.ts'
import { isConflict } from '../conflict.ts'
import { runItems } from './issue-transaction.ts'

type IssueName = { readonly digest: string; readonly number: number }

export type IssueStore = ReturnType<typeof issueStore>

export function issueStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * Lists marks, oldest first, until `limit` of them can be taken by an issue. The list includes marks of articles
     * that are left out.
     */
    async listPending(digest: string, limit: number): Promise<PendingMark[]> {
      const marks: PendingMark[] = []
      const input = { ...partition(table, pendingKey(digest, '').pk), ConsistentRead: true, Limit: limit }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) {
        marks.push(...Items.map(readMark))
        if (marks.filter(isTakeable).length >= limit) break
      }
      return marks
    },

    /** Leaves an article out, pins it, or does neither. `gone`: the article is not pending for the digest. */
    async handle(digest: string, order: string, handling: PendingMark['handling']): Promise<'done' | 'gone'> {
      const expression = handling
        ? { UpdateExpression: 'SET handling = :handling', ExpressionAttributeValues: { ':handling': handling } }
        : { UpdateExpression: 'REMOVE handling' }
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: pendingKey(digest, order),
            ConditionExpression: 'attribute_exists(pk)',
            ...expression,
          }),
        )
        return 'done'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'gone'
        throw error
      }
    },

    async getDigest(digest: string): Promise<DigestRecord> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: digestKey(digest), ConsistentRead: true }),
      )
      return (Item?.record as DigestRecord | undefined) ?? newDigest // only `addRun` writes it
    },

    /**
     * Stores a run and its issue, if it composed one, and removes what the issue takes, in one transaction. `overtaken`: the
     * digest or something to be taken changed since it was read, and nothing was stored.
     */
    async addRun(
      digest: string,
      after: DigestRecord,
      takings: Takings,
      issue: IssueRecord | undefined,
    ): Promise<'added' | 'overtaken'> {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: runItems(table, digest, after, takings, issue) }))
        return 'added'
      } catch (error) {
        if (isConflict(error)) return 'overtaken'
        throw error
      }
    },

    async get(digest: string, number: number): Promise<IssueRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: issueKey(digest, number), ConsistentRead: true }),
      )
      return Item?.issue as IssueRecord | undefined // only `addRun` writes it
    },

    /** Lists the issues of a digest, newest first. */
    async list(digest: string, limit = 1000): Promise<IssueRecord[]> {
      const input = { ...partition(table, issueKey(digest, 0).pk), ScanIndexForward: false, Limit: limit }
      const { Items = [] } = await dynamo.send(new QueryCommand({ ...input, ConsistentRead: true }))
      return Items.map((item) => item.issue as IssueRecord) // only `addRun` writes it
    },

    /** Moves an issue from one of some states to another. Does nothing if it is in none of them. */
    async move({ digest, number }: IssueName, from: readonly IssueState[], to: IssueState): Promise<void> {
      const names = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]))
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: issueKey(digest, number),
            UpdateExpression: 'SET issue.#state = :to',
            ConditionExpression: `issue.#state IN (${Object.keys(names).join()})`,
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ...names, ':to': to },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        const state = error.Item?.issue?.M?.state?.S
        // The condition failed although the state fits. Without an error the issue would stay in that state forever.
        if (state === undefined || from.some((each) => each === state)) throw error
      }
    },

    /**
     * Pauses or cancels an issue; a cancelled issue stays cancelled. With `onlyRunning`, a paused issue does not change
     * either.
     */
    async stop(issue: IssueName, stop: IssueStop, onlyRunning = false): Promise<'stopped' | 'unchanged'> {
      const running = 'attribute_not_exists(issue.#hold)'
      const condition = onlyRunning ? running : `(${running} OR issue.#hold.#kind <> :cancelled)`
      return changeStop(dynamo, table, issue, {
        UpdateExpression: 'SET issue.#hold = :stop',
        ConditionExpression: `attribute_exists(pk) AND ${condition}`,
        ExpressionAttributeNames: { '#hold': 'hold', ...(!onlyRunning && { '#kind': 'kind' }) },
        ExpressionAttributeValues: { ':stop': stop, ...(!onlyRunning && { ':cancelled': 'cancelled' }) },
      })
    },

    /** Ends a pause. What SES reported until now no longer counts towards an automatic pause. */
    async resume(issue: IssueName, forgiven: Statistics): Promise<void> {
      await changeStop(dynamo, table, issue, {
        UpdateExpression: 'SET issue.forgiven = :forgiven REMOVE issue.#hold',
        ConditionExpression: 'issue.#hold.#kind = :paused',
        ExpressionAttributeNames: { '#hold': 'hold', '#kind': 'kind' },
        ExpressionAttributeValues: { ':paused': 'paused', ':forgiven': forgiven },
      })
    },

    /** Records that all recipients of a shard have been chosen, and how many there are. */
    async putPlanned(issue: IssueName, shard: string, recipients: number): Promise<void> {
      const key = plannedShardKey(issue.digest, issue.number, shard)
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...key, recipients } }))
    },

    /** Lists the planned shards of an issue with their number of recipients. */
    async listPlanned(issue: IssueName): Promise<ReadonlyMap<string, number>> {
      const shards = new Map<string, number>()
      const input = { ...partition(table, plannedShardKey(issue.digest, issue.number, '').pk), ConsistentRead: true }
      for await (const page of paginateQuery({ client: dynamo }, input)) {
        for (const item of page.Items ?? []) shards.set(String(item.sk), Number(item.recipients ?? 0))
      }
      return shards
    },
  }
}

async function changeStop(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { digest, number }: IssueName,
  change: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<'stopped' | 'unchanged'> {
  try {
    await dynamo.send(new UpdateCommand({ TableName: table, Key: issueKey(digest, number), ...change }))
    return 'stopped'
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'unchanged'
    throw error
  }
}

function partition(table: string, pk: string) {
  return { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
}

function readMark(item: Readonly<Record<string, unknown>>): PendingMark {
  const handling = item.handling === 'held' || item.handling === 'pinned' ? item.handling : undefined
  return { order: String(item.sk), articleId: String(item.articleId), handling }
}
