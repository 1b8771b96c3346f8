import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { lateAfter } from '../../core/deliveries/lateness.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import type { AloneMark, PendingMark, Takings } from '../../core/issues/issue-contents.ts'
import {
  aloneKey,
  correctionKey,
  digestKey,
  insertKey,
  issueKey,
  type Key,
  openIssueKey,
  pendingKey,
} from '../../core/keys.ts'
import type { DigestRecord } from '../../core/schedules/digest-record.ts'

type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/**
 * Returns the writes that store a run of a digest and remove what it takes, at most 99. Each one fails if the item changed
 * since it was read.
 */
export function runItems(
  table: string,
  digest: string,
  after: DigestRecord,
  takings: Takings,
  issue: IssueRecord | undefined,
): WriteItem[] {
  return [
    putDigest(table, digest, after),
    ...(issue ? [putIssue(table, issue), putOpenIssue(table, issue)] : []),
    ...takings.marks.map((mark) => takeMark(table, markKey(digest, mark), mark)),
    ...(issue && takings.reserved ? takings.reserved.map((mark) => reserveMark(table, mark, issue)) : []),
    ...takings.inserts.map((insert) => takeInsert(table, digest, insert)),
    ...takings.corrections.map(({ articleId, revision }) => ({
      Delete: {
        TableName: table,
        Key: correctionKey(digest, articleId),
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': revision },
      },
    })),
  ]
}

/** An editor may have left the article out since it was read. */
const isStillFree = 'attribute_exists(pk) AND (attribute_not_exists(handling) OR handling <> :held)'

function markKey(digest: string, mark: PendingMark | AloneMark): Key {
  return 'issue' in mark ? aloneKey(mark.digest, mark.order) : pendingKey(digest, mark.order)
}

function takeMark(table: string, key: Key, mark: PendingMark | AloneMark): WriteItem {
  const isReserved = 'issue' in mark && mark.issue !== undefined
  return {
    Delete: {
      TableName: table,
      Key: key,
      ConditionExpression: `${isStillFree} AND ${isReserved ? '#issue = :issue' : 'attribute_not_exists(#issue)'}`,
      ExpressionAttributeNames: { '#issue': 'issue' },
      ExpressionAttributeValues: { ':held': 'held', ...(isReserved && { ':issue': mark.issue }) },
    },
  }
}

function reserveMark(table: string, mark: AloneMark, { number }: IssueRecord): WriteItem {
  return {
    Put: {
      TableName: table,
      Item: { ...aloneKey(mark.digest, mark.order), articleId: mark.articleId, issue: number },
      ConditionExpression: `${isStillFree} AND attribute_not_exists(#issue)`,
      ExpressionAttributeNames: { '#issue': 'issue' },
      ExpressionAttributeValues: { ':held': 'held' },
    },
  }
}

/** Keeps the sequencer, so that a repeated event of the upload does not restore the insert. */
function takeInsert(table: string, digest: string, { kind, sequencer }: Takings['inserts'][number]): WriteItem {
  return {
    Update: {
      TableName: table,
      Key: insertKey(digest, kind),
      UpdateExpression: 'REMOVE #insert',
      ConditionExpression: 'sequencer = :sequencer AND attribute_exists(#insert)',
      ExpressionAttributeNames: { '#insert': 'insert' },
      ExpressionAttributeValues: { ':sequencer': sequencer },
    },
  }
}

function putDigest(table: string, digest: string, record: DigestRecord): WriteItem {
  return {
    Put: {
      TableName: table,
      Item: { ...digestKey(digest), revision: record.revision, record },
      ConditionExpression: record.revision === 1 ? 'attribute_not_exists(pk)' : 'revision = :before',
      ...(record.revision > 1 && { ExpressionAttributeValues: { ':before': record.revision - 1 } }),
    },
  }
}

/** A new issue, or one that was approved just now. */
function putIssue(table: string, issue: IssueRecord): WriteItem {
  const Item = { ...issueKey(issue.digest, issue.number), issue }
  const condition =
    issue.approval?.givenAt === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'issue.#state = :waiting',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':waiting': 'awaiting-approval' },
        }
  return { Put: { TableName: table, Item, ...condition } }
}

function putOpenIssue(table: string, { digest, number, composedAt, approval }: IssueRecord): WriteItem {
  const lateAt = lateAfter(approval?.givenAt ?? composedAt)
  const Item = { ...openIssueKey(digest, number), digest, number, composedAt, lateAt }
  return { Put: { TableName: table, Item } }
}
