import { randomUUID } from 'node:crypto'
import { type DynamoDBDocumentClient, paginateQuery, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { answeredKey, reasonsKey, reasonTextKey } from '../../core/keys.ts'
import {
  type LeavingAnswer,
  leavingReasons,
  type ReasonText,
  type ReasonTotals,
} from '../../core/subscribers/leaving-reason.ts'
import { reasonTextDays, tokenDays } from '../../core/subscribers/limits.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { hasFailedCondition, isConflict, retryWhenTaken } from '../conflict.ts'

/** Why people leave, in totals and in their own words. Nothing says who gave which answer. */
export function reasonStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Counts the answer of a person who has just left. A second answer about the same departure changes nothing. */
    async add({ id, revision, digest }: Subscriber, { reason, text }: LeavingAnswer, now: Date): Promise<void> {
      const expiresIn = (days: number) => Math.ceil(now.getTime() / 1000) + days * 24 * 60 * 60
      const day = now.toISOString().slice(0, 10)
      const row = { digest, reason, text, expiresAt: expiresIn(reasonTextDays) }
      const TransactItems = [
        {
          Put: {
            TableName: table,
            Item: { ...answeredKey(id, revision), expiresAt: expiresIn(tokenDays.reason + 1) },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Update: {
            TableName: table,
            Key: reasonsKey(day.slice(0, 7), digest),
            UpdateExpression: 'ADD #reason :one',
            ExpressionAttributeNames: { '#reason': reason },
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
        ...(text === undefined
          ? []
          : [{ Put: { TableName: table, Item: { ...reasonTextKey(day, randomUUID()), ...row } } }]),
      ]
      await retryWhenTaken(async () => {
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems }))
        } catch (error) {
          if (hasFailedCondition(error, 0)) return 'answered'
          if (isConflict(error)) return 'taken'
          throw error
        }
        return 'added'
      })
    },

    /** Lists the totals, the newest month first. */
    async listTotals(): Promise<readonly ReasonTotals[]> {
      const totals: ReasonTotals[] = []
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, newestFirst(table, reasonsKey('', '').pk))) {
        for (const { sk, ...item } of Items) {
          const [month = '', digest = ''] = String(sk).split('#')
          const counts = Object.fromEntries(leavingReasons.map((reason) => [reason, Number(item[reason] ?? 0)]))
          totals.push({ month, digest, counts: counts as ReasonTotals['counts'] }) // all of the reasons
        }
      }
      return totals
    },

    /** Lists texts, those of the newest day first. */
    async listTexts(limit: number): Promise<readonly ReasonText[]> {
      const input = { ...newestFirst(table, reasonTextKey('', '').pk), Limit: limit }
      const { Items = [] } = await dynamo.send(new QueryCommand(input))
      const present = Items.filter(({ expiresAt }) => Number(expiresAt) > Date.now() / 1000)
      return present.map(({ sk, digest, reason, text }) => {
        return { day: String(sk).slice(0, 10), digest, reason, text } as ReasonText // written by `add` only
      })
    },
  }
}

function newestFirst(table: string, pk: string) {
  return {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ScanIndexForward: false,
  }
}
