import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb'
import { subscriberKey, welcomeIndex } from '../../core/keys.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { WelcomeRange } from '../../core/welcome/plan-welcome.ts'
import { itemOf } from '../subscribers/subscriber-store.ts'

export type WelcomedStore = ReturnType<typeof welcomedStore>

/** The places of subscribers in the welcome series. */
export function welcomedStore(dynamo: DynamoDBDocumentClient, table: string) {
  return {
    /** Lists the ids of subscribers, page by page. Those who have waited longest come first. The index may be a second old. */
    async *listIds({ last, since, until }: WelcomeRange, pageSize: number): AsyncGenerator<readonly string[]> {
      const input = {
        TableName: table,
        IndexName: welcomeIndex,
        KeyConditionExpression: 'welcomeLast = :last AND welcomeStart BETWEEN :since AND :until',
        ExpressionAttributeValues: { ':last': String(last), ':since': since, ':until': until },
      }
      const prefix = subscriberKey('').pk
      for await (const { Items = [] } of paginateQuery({ client: dynamo, pageSize }, input))
        yield Items.map(({ pk }) => String(pk).slice(prefix.length))
    },

    /** Saves a subscriber whose address is unchanged. `superseded`: they changed since they were read. */
    async save(before: Subscriber, after: Subscriber): Promise<'saved' | 'superseded'> {
      try {
        await dynamo.send(
          new PutCommand({
            TableName: table,
            Item: itemOf(after),
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': before.revision },
          }),
        )
        return 'saved'
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'superseded'
        throw error
      }
    },
  }
}
