import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import {
  bookedAhead,
  furthestAhead,
  intervalOf,
  isStale,
  placesAtOnce,
  type RateRecord,
  roomToday,
  slowDown,
} from '../../core/deliveries/send-pace.ts'
import { rateRecordKey } from '../../core/keys.ts'
import { isThrottling, type MailSender } from './mail-sender.ts'

/** Instants and times in milliseconds. */
export type Booking =
  /** The first mail goes at `startsAt`, each further one `interval` later. */
  | { readonly kind: 'booked'; readonly count: number; readonly startsAt: number; readonly interval: number }
  /** Others are before them; SES is busy; the day's quota is spent. */
  | { readonly kind: 'crowded' | 'throttled' | 'spent' }

/** The account's rate, shared by all senders: each books its places ahead, a second's worth with one write. */
export type SendRate = {
  /** Books up to `count` places for digest mails, unless the first would be later than `patience`. */
  book(count: number, now: number, patience: number): Promise<Booking>
  /** Takes one place at once: a confirmation mail. Those who book later wait for it. */
  overtake(now: number): Promise<void>
  /** SES has throttled: everybody goes slower for a while. */
  slow(now: number): Promise<void>
}

export function sendRate(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { getQuota }: Pick<MailSender, 'getQuota'>,
): SendRate {
  let known: RateRecord | undefined

  /** Writes unless a condition fails; then the record comes back as it is. */
  async function update(input: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<'written' | 'overtaken'> {
    try {
      const request = { TableName: table, Key: rateRecordKey, ReturnValues: 'ALL_NEW' as const, ...input }
      const { Attributes } = await dynamo.send(new UpdateCommand(request))
      known = readRecord(Attributes)
      return 'written'
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      known = await read()
      return 'overtaken'
    }
  }

  const read = () => readSendRate(dynamo, table)

  /** One sender asks SES for all of them: it may be asked once a second only. */
  async function refresh(now: number): Promise<void> {
    known ??= await read()
    if (known && !isStale(known, now)) return
    const before = known
    if (before) {
      const turn = {
        UpdateExpression: 'SET askedAt = :now',
        ConditionExpression: 'askedAt = :before',
        ExpressionAttributeValues: { ':now': now, ':before': before.askedAt },
      }
      if ((await update(turn)) === 'overtaken') return
    }
    const { perSecond, perDay, sentToday } = await getQuota()
    await update({
      UpdateExpression:
        'SET perSecond = :perSecond, perDay = :perDay, sentToday = :sentToday, askedAt = :now ADD booked :counted',
      ExpressionAttributeValues: {
        ...{ ':perSecond': perSecond, ':perDay': perDay, ':sentToday': sentToday, ':now': now },
        ':counted': before ? bookedAhead(before, now) - before.booked : 0,
      },
    })
  }

  /** Answers when the first of the places is. What was known a while ago may have been overtaken by others. */
  async function advance(
    record: RateRecord,
    count: number,
    now: number,
    latest: number,
    overtaken = 5_000,
  ): Promise<number | undefined> {
    const length = count * intervalOf(record, now)
    const far = now + furthestAhead
    const idle = record.next < now - overtaken || record.next > far
    if (!idle && record.next > latest) return undefined
    const done = idle
      ? await update({
          UpdateExpression: 'SET #next = :end ADD booked :count',
          ConditionExpression: 'attribute_not_exists(#next) OR #next < :now OR #next > :far',
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: { ':end': now + length, ':now': now, ':far': far, ':count': count },
        })
      : await update({
          UpdateExpression: 'SET #next = #next + :length ADD booked :count',
          ConditionExpression: '#next BETWEEN :now AND :latest',
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: { ':length': length, ':now': now, ':latest': latest, ':count': count },
        })
    if (!known) return undefined
    return done === 'written' ? known.next - length : advance(known, count, now, latest, 0)
  }

  return {
    async book(count, now, patience) {
      try {
        await refresh(now)
      } catch (error) {
        if (!isThrottling(error)) throw error
      }
      if (!known || known.quota.perSecond === 0) return { kind: 'throttled' }
      const places = Math.min(placesAtOnce(known, count), roomToday(known))
      if (places === 0) return { kind: 'spent' }
      const interval = intervalOf(known, now)
      const startsAt = await advance(known, places, now, now + patience)
      return startsAt === undefined ? { kind: 'crowded' } : { kind: 'booked', count: places, startsAt, interval }
    },

    async overtake(now) {
      known ??= await read()
      if (known) await advance(known, 1, now, now + furthestAhead)
    },

    async slow(now) {
      const slowed = known && slowDown(known, now)
      if (!slowed) return
      await update({
        UpdateExpression: 'SET slowedTo = :to, slowedAt = :now',
        ConditionExpression: known?.slowed ? 'slowedAt = :before' : 'attribute_not_exists(slowedAt)',
        ExpressionAttributeValues: {
          ...{ ':to': slowed.to, ':now': slowed.at },
          ...(known?.slowed && { ':before': known.slowed.at }),
        },
      })
    },
  }
}

/** What all senders share now. Undefined as long as SES was never asked. */
export async function readSendRate(dynamo: DynamoDBDocumentClient, table: string): Promise<RateRecord | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: rateRecordKey, ConsistentRead: true }))
  return readRecord(Item)
}

function readRecord(item: Record<string, unknown> | undefined): RateRecord | undefined {
  if (item?.perSecond === undefined) return undefined
  const number = (name: string) => Number(item[name] ?? 0)
  return {
    quota: { perSecond: number('perSecond'), perDay: number('perDay'), sentToday: number('sentToday') },
    askedAt: number('askedAt'),
    booked: number('booked'),
    next: number('next'),
    slowed: item.slowedAt === undefined ? undefined : { to: number('slowedTo'), at: number('slowedAt') },
  }
}
