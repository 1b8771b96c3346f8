import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { deliveryCounts, type PlannedShard } from '../../core/deliveries/settled-counts.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { type AloneMark, isTakeable, type PendingMark, type Takings } from '../../core/issues/issue-contents.ts'
import { alonePartition, digestKey, issueKey, type Key, pendingKey, plannedShardKey } from '../../core/keys.ts'
import { type DigestRecord, newDigest } from '../../core/schedules/digest-record.ts'
import { isConflict } from '../conflict.ts'
import { digestNames } from './digest-names.ts'
import { type IssueName, issueStates } from './issue-states.ts'
import { runItems } from './issue-transaction.ts'

export type IssueStore = ReturnType<typeof issueStore>

export function issueStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    ...issueStates(dynamo, table),
    ...digestNames(dynamo, table),

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

    /** Lists the marks of articles that are mailed on their own, those of one digest or of all, oldest first. */
    async listAlone(digest?: string): Promise<AloneMark[]> {
      const marks: AloneMark[] = []
      const prefix = digest === undefined ? '' : `${digest}/`
      const input = {
        TableName: table,
        KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
        ExpressionAttributeValues: { ':pk': alonePartition, ...(prefix && { ':prefix': prefix }) },
        ConsistentRead: true,
      }
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) marks.push(...Items.map(readAlone))
      return marks
    },

    /** Leaves an article out, pins it, or does neither. `gone`: the article is not pending for the digest. */
    async handle(mark: Key, handling: PendingMark['handling']): Promise<'done' | 'gone'> {
      const expression = handling
        ? { UpdateExpression: 'SET handling = :handling', ExpressionAttributeValues: { ':handling': handling } }
        : { UpdateExpression: 'REMOVE handling, issue' }
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: mark,
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
      return Item && readIssue(Item)
    },

    /** Lists the issues of a digest, newest first. */
    async list(digest: string, limit = 1000): Promise<IssueRecord[]> {
      const input = { ...partition(table, issueKey(digest, 0).pk), ScanIndexForward: false, Limit: limit }
      const { Items = [] } = await dynamo.send(new QueryCommand({ ...input, ConsistentRead: true }))
      return Items.map(readIssue)
    },

    /** Records that all recipients of a shard are chosen, and how many there are. */
    async putPlanned({ digest, number }: IssueName, shard: string, planned: PlannedShard): Promise<void> {
      const key = plannedShardKey(digest, number, shard)
      await dynamo.send(new PutCommand({ TableName: table, Item: { ...key, ...planned } }))
    },

    async isPlanned({ digest, number }: IssueName, shard: string): Promise<boolean> {
      const Key = plannedShardKey(digest, number, shard)
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item !== undefined
    },

    /** Lists the planned shards of an issue. */
    async listPlanned(issue: IssueName): Promise<ReadonlyMap<string, PlannedShard>> {
      const planned = new Map<string, PlannedShard>()
      const input = { ...partition(table, plannedShardKey(issue.digest, issue.number, '').pk), ConsistentRead: true }
      for await (const page of paginateQuery({ client: dynamo }, input)) {
        for (const { sk, recipients, portions } of page.Items ?? []) {
          const count = portions === undefined ? undefined : Number(portions)
          planned.set(String(sk), { recipients: Number(recipients ?? 0), portions: count })
        }
      }
      return planned
    },
  }
}

function partition(table: string, pk: string) {
  return { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
}

function readIssue(item: Readonly<Record<string, unknown>>): IssueRecord {
  const issue = item.issue as IssueRecord // only `addRun` and `issueStates` write it
  // DynamoDB does not keep the order of the counts.
  return issue.counts ? { ...issue, counts: deliveryCounts(issue.counts.recipients, issue.counts) } : issue
}

function readAlone(item: Readonly<Record<string, unknown>>): AloneMark {
  const [digest = '', order = ''] = String(item.sk).split(/\/(.*)/s)
  return { ...readMark(item), order, digest, issue: typeof item.issue === 'number' ? item.issue : undefined }
}

function readMark(item: Readonly<Record<string, unknown>>): PendingMark {
  const handling = item.handling === 'held' || item.handling === 'pinned' ? item.handling : undefined
  return { order: String(item.sk), articleId: String(item.articleId), handling }
}
