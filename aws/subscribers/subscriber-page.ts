import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { type Key, subscriberKey } from '../../core/keys.ts'
import type { Subscriber, SubscriberState } from '../../core/subscribers/subscriber.ts'
import { readSubscriber } from './subscriber-store.ts'

export type SubscriberFilter = {
  readonly state?: SubscriberState | undefined
  readonly digest?: string | undefined
  /** A topic that they chose by itself: people with every topic are not found. */
  readonly topic?: string | undefined
}

export type SubscriberPage = {
  readonly subscribers: readonly Subscriber[]
  /** Where the next page begins; undefined on the last page. It contains no address. */
  readonly after: string | undefined
}

/** Rows that one request reads, and requests for one page. A rare filter fills a page only partly, or not at all. */
const rowsAtOnce = 1000
const mostRequests = 8

/** Lists subscribers in no order, from anywhere in the table on. It reads a bounded number of rows. */
export async function listSubscriberPage(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { state, digest, topic }: SubscriberFilter,
  after: string | undefined,
  size: number,
): Promise<SubscriberPage> {
  const tests = [
    'attribute_exists(subscriber)',
    ...(state ? ['subscriber.#state = :state'] : []),
    ...(digest ? ['subscriber.digest = :digest'] : []),
    ...(topic ? ['contains(subscriber.topics, :topic)'] : []),
  ]
  const values = {
    ...(state && { ':state': state }),
    ...(digest && { ':digest': digest }),
    ...(topic && { ':topic': topic }),
  }
  const found: Subscriber[] = []
  let start: Record<string, unknown> | undefined = after === undefined ? undefined : readCursor(after)
  for (let request = 0; request < mostRequests; request += 1) {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new ScanCommand({
        TableName: table,
        Limit: rowsAtOnce,
        FilterExpression: tests.join(' AND '),
        ...(state && { ExpressionAttributeNames: { '#state': 'state' } }),
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    found.push(...Items.flatMap((item) => readSubscriber(item) ?? []))
    const last = found[size - 1]
    if (found.length > size && last)
      return { subscribers: found.slice(0, size), after: writeCursor(subscriberKey(last.id)) }
    start = LastEvaluatedKey
    if (!start) return { subscribers: found, after: undefined }
  }
  return { subscribers: found, after: start && writeCursor(start as Key) } // a row's key
}

const writeCursor = ({ pk, sk }: Key) => Buffer.from(`${pk}\n${sk}`).toString('base64url')

/** Returns undefined, which is the first page, for any other text. */
function readCursor(text: string): Key | undefined {
  const [pk, sk, ...rest] = Buffer.from(text, 'base64url').toString().split('\n')
  return pk && sk && rest.length === 0 ? { pk, sk } : undefined
}
