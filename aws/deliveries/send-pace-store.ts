import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import { longestLine, maximumReservedAhead } from '../../core/deliveries/limits.ts'
import {
  isQuotaStale,
  mailInterval,
  placesAtOnce,
  reservedAhead,
  roomToday,
  type SharedPace,
  slowAfterThrottling,
} from '../../core/deliveries/send-pace.ts'
import { rateRecordKey } from '../../core/keys.ts'
import { gather } from '../gather.ts'
import { isThrottling, type MailSender } from './mail-sender.ts'

/** Instants and times in milliseconds. */
export type Reservation =
  /** The first mail may be submitted at `startsAt`, each further one `interval` later. */
  | { readonly kind: 'reserved'; readonly count: number; readonly startsAt: number; readonly interval: number }
  /** No places: other senders have reserved the next ones, SES throttles, or the day's quota is spent. */
  | { readonly kind: 'crowded' | 'throttled' | 'spent' }

/** The account's pace in one row that all senders share. Each reserves a second's worth of places with one write. */
export type SendPace = {
  /** Reserves up to `count` places for digest mails, unless the first place is later than `patience`. */
  reserve(count: number, now: number, patience: number): Promise<Reservation>
  /**
   * Takes the next place at once, for a confirmation mail. Senders that reserve later wait for it. Returns its instant.
   * Undefined: no sender has asked for the quota yet, or the line is too long.
   */
  overtake(now: number): Promise<number | undefined>
  /** Takes the next place for a confirmation mail that SES throttled, even if the quota is not known yet. */
  queueUp(now: number): Promise<number | undefined>
  /** Slows all senders for a while, because SES throttled. */
  backOff(now: number): Promise<void>
}

export function sendPace(
  dynamo: DynamoDBDocumentClient,
  table: string,
  { getQuota }: Pick<MailSender, 'getQuota'>,
): SendPace {
  /** The row as it was last read or written. */
  let latest: SharedPace | undefined

  /** Writes if the condition holds; reads the row again if it does not. */
  async function update(input: Omit<UpdateCommandInput, 'TableName' | 'Key'>): Promise<'written' | 'overtaken'> {
    try {
      const request = { TableName: table, Key: rateRecordKey, ReturnValues: 'ALL_NEW' as const, ...input }
      const { Attributes } = await dynamo.send(new UpdateCommand(request))
      latest = readItem(Attributes)
      return 'written'
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      latest = await read()
      return 'overtaken'
    }
  }

  const read = () => readSendPace(dynamo, table)

  /** Lets one sender ask SES for the quota on behalf of all, because SES answers `GetSendQuota` only once a second. */
  async function refreshQuota(now: number): Promise<void> {
    latest ??= await read()
    if (latest && !isQuotaStale(latest, now)) return
    const before = latest
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
        ':counted': before ? reservedAhead(before, now) - before.booked : 0,
      },
    })
  }

  /**
   * Reserves places and returns the instant of the first one. Starts again at `now` if the next place is more than
   * `outdated` milliseconds in the past; a more recent one may only be outdated, because other senders may have written
   * since this one read the row.
   */
  async function takePlaces(
    pace: SharedPace,
    count: number,
    now: number,
    latestStart: number,
    outdated = 5_000,
  ): Promise<number | undefined> {
    const length = count * mailInterval(pace, now)
    const far = now + maximumReservedAhead
    const idle = pace.next < now - outdated || pace.next > far
    if (!idle && pace.next > latestStart) return undefined
    const result = idle
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
          ExpressionAttributeValues: { ':length': length, ':now': now, ':latest': latestStart, ':count': count },
        })
    if (!latest) return undefined
    return result === 'written' ? latest.next - length : takePlaces(latest, count, now, latestStart, 0)
  }

  /** If SES throttles this request, too, the quota stays as it was. */
  async function tryToRefresh(now: number): Promise<void> {
    try {
      await refreshQuota(now)
    } catch (error) {
      if (!isThrottling(error)) throw error
    }
  }

  /** Takes a place for each of the instants at which one was asked for. */
  async function takeAll(times: readonly number[]): Promise<readonly (number | undefined)[]> {
    if (!latest) return times.map(() => undefined)
    const now = Math.max(...times)
    const interval = mailInterval(latest, now)
    const startsAt = await takePlaces(latest, times.length, now, now + longestLine)
    return times.map((_time, index) => (startsAt === undefined ? undefined : startsAt + index * interval))
  }

  return {
    async reserve(count, now, patience) {
      await tryToRefresh(now)
      if (!latest || latest.quota.perSecond === 0) return { kind: 'throttled' }
      const places = Math.min(placesAtOnce(latest, count), roomToday(latest))
      if (places === 0) return { kind: 'spent' }
      const interval = mailInterval(latest, now)
      const startsAt = await takePlaces(latest, places, now, now + patience)
      return startsAt === undefined ? { kind: 'crowded' } : { kind: 'reserved', count: places, startsAt, interval }
    },

    overtake: gather(async (times) => {
      latest ??= await read()
      return takeAll(times)
    }),

    queueUp: gather(async (times) => {
      await tryToRefresh(Math.max(...times))
      return takeAll(times)
    }),

    async backOff(now) {
      const slowed = latest && slowAfterThrottling(latest, now)
      if (!slowed) return
      await update({
        UpdateExpression: 'SET slowedTo = :to, slowedAt = :now',
        ConditionExpression: latest?.slowed ? 'slowedAt = :before' : 'attribute_not_exists(slowedAt)',
        ExpressionAttributeValues: {
          ...{ ':to': slowed.to, ':now': slowed.at },
          ...(latest?.slowed && { ':before': latest.slowed.at }),
        },
      })
    },
  }
}

/** Reads what all senders share now. Undefined until a sender has asked SES for the quota. */
export async function readSendPace(dynamo: DynamoDBDocumentClient, table: string): Promise<SharedPace | undefined> {
  const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: rateRecordKey, ConsistentRead: true }))
  return readItem(Item)
}

function readItem(item: Record<string, unknown> | undefined): SharedPace | undefined {
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
