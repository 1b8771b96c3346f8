import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { DigestRun, IssueRecord, IssueState } from '../core/issues/issue.ts'
import { digestKey, issueKey, pendingKey, plannedShardKey } from '../core/keys.ts'

/** An article waiting for a digest to take it. `order` sorts by when it went live. */
export type PendingMark = { readonly order: string; readonly articleId: string }

export type IssueStore = ReturnType<typeof issueStore>

export function issueStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Oldest first. */
    async listPending(digest: string, limit: number): Promise<PendingMark[]> {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({ ...partition(table, pendingKey(digest, '').pk), ConsistentRead: true, Limit: limit }),
      )
      return Items.map((item) => ({ order: String(item.sk), articleId: String(item.articleId) }))
    },

    /** The number of the newest issue, 0 before the first, and what the last run came to. */
    async getDigest(digest: string): Promise<{ readonly lastNumber: number; readonly lastRun: DigestRun | undefined }> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: digestKey(digest), ConsistentRead: true }),
      )
      return { lastNumber: Number(Item?.lastNumber ?? 0), lastRun: Item?.lastRun as DigestRun | undefined } // written below
    },

    async putRun(digest: string, run: DigestRun): Promise<void> {
      await dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: digestKey(digest),
          UpdateExpression: 'SET lastRun = :run',
          ExpressionAttributeValues: { ':run': run },
        }),
      )
    },

    /** Stores a composed issue and takes its articles off the pending list, in one step. At most 97 marks. */
    async add(issue: IssueRecord, marks: readonly PendingMark[], run: DigestRun): Promise<'added' | 'overtaken'> {
      const items = [
        {
          Put: {
            TableName: table,
            Item: { ...issueKey(issue.digest, issue.number), issue },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: table,
            Key: digestKey(issue.digest),
            UpdateExpression: 'SET lastNumber = :number, lastRun = :run',
            ConditionExpression: 'attribute_not_exists(lastNumber) OR lastNumber = :previous',
            ExpressionAttributeValues: { ':number': issue.number, ':previous': issue.number - 1, ':run': run },
          },
        },
        ...marks.map((mark) => ({
          Delete: {
            TableName: table,
            Key: pendingKey(issue.digest, mark.order),
            ConditionExpression: 'attribute_exists(pk)',
          },
        })),
      ]
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: items }))
        return 'added'
      } catch (error) {
        if (error instanceof TransactionCanceledException) return 'overtaken'
        throw error
      }
    },

    async get(digest: string, number: number): Promise<IssueRecord | undefined> {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: issueKey(digest, number), ConsistentRead: true }),
      )
      return Item?.issue as IssueRecord | undefined // written by `add` alone
    },

    /** Newest first. */
    async list(digest: string, limit = 1000): Promise<IssueRecord[]> {
      const input = { ...partition(table, issueKey(digest, 0).pk), ScanIndexForward: false, Limit: limit }
      const { Items = [] } = await dynamo.send(new QueryCommand({ ...input, ConsistentRead: true }))
      return Items.map((item) => item.issue as IssueRecord) // written by `add` alone
    },

    /** Moves an issue from one state to the next; when it has left that state already, nothing happens. */
    async move(issue: Pick<IssueRecord, 'digest' | 'number'>, from: IssueState, to: IssueState): Promise<void> {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: issueKey(issue.digest, issue.number),
            UpdateExpression: 'SET issue.#state = :to',
            ConditionExpression: 'issue.#state = :from',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':from': from, ':to': to },
          }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },

    /** Notes that all recipients of a shard are chosen. */
    async putPlanned(issue: Pick<IssueRecord, 'digest' | 'number'>, shard: string): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: plannedShardKey(issue.digest, issue.number, shard) }))
    },

    async listPlanned(issue: Pick<IssueRecord, 'digest' | 'number'>): Promise<string[]> {
      const shards: string[] = []
      const input = { ...partition(table, plannedShardKey(issue.digest, issue.number, '').pk), ConsistentRead: true }
      for await (const page of paginateQuery({ client: dynamo }, input)) {
        for (const item of page.Items ?? []) shards.push(String(item.sk))
      }
      return shards
    },
  }
}

function partition(table: string, pk: string) {
  return { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
}
