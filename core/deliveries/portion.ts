import type { Recipient } from '../messages.ts'
import { recipientsPerBatch } from './limits.ts'

/** Recipients who are mailed with one message to the senders. */
export type Batch = {
  readonly recipients: readonly Recipient[]
  /** Nothing is submitted before this instant. */
  readonly notBefore?: string
}

/**
 * The recipients that were chosen from one portion of a shard. It is stored once, before the first batch is queued, so
 * that a planner that is retried queues the same batches.
 */
export type Portion = {
  readonly batches: readonly Batch[]
  /** Where the next portion starts; undefined for the last one of a shard. */
  readonly next: string | undefined
}

/**
 * A portion as it is stored. An item of DynamoDB has at most 400 KB, and readers of many topics may all have different
 * choices. So each id and each choice is stored once.
 */
export type PackedPortion = {
  readonly articles: readonly string[]
  /** The places of the articles of each choice, in order: `0 3 17`. */
  readonly choices: readonly string[]
  readonly batches: readonly {
    readonly ids: readonly string[]
    /** The choice of each recipient. */
    readonly chosen: readonly number[]
    readonly notBefore?: string
  }[]
  readonly next?: string
}

/** Cuts recipients into batches. @param byTime the recipients by the instant from which they may be mailed */
export function cutBatches(byTime: ReadonlyMap<string | undefined, readonly Recipient[]>): Batch[] {
  return [...byTime].flatMap(([notBefore, recipients]) =>
    Array.from({ length: Math.ceil(recipients.length / recipientsPerBatch) }, (_, n) => ({
      recipients: recipients.slice(n * recipientsPerBatch, (n + 1) * recipientsPerBatch),
      ...(notBefore !== undefined && { notBefore }),
    })),
  )
}

export function packPortion({ batches, next }: Portion): PackedPortion {
  const articles = createIndex()
  const choices = createIndex()
  const packed = batches.map(({ recipients, notBefore }) => ({
    ids: recipients.map(({ subscriberId }) => subscriberId),
    chosen: recipients.map((recipient) => choices.placeOf(recipient.articles.map(articles.placeOf).join(' '))),
    ...(notBefore !== undefined && { notBefore }),
  }))
  return { articles: articles.names, choices: choices.names, batches: packed, ...(next !== undefined && { next }) }
}

/** Returns a list of distinct names that grows as their places are looked up. */
function createIndex() {
  const places = new Map<string, number>()
  const names: string[] = []
  return {
    names,
    placeOf: (name: string): number => {
      const place = places.get(name) ?? names.push(name) - 1
      places.set(name, place)
      return place
    },
  }
}

export function unpackPortion({ articles, choices, batches, next }: PackedPortion): Portion {
  const unpackedChoices = choices.map((choice) =>
    choice === '' ? [] : choice.split(' ').map((place) => articles[Number(place)] ?? ''),
  )
  const unpacked = batches.map(({ ids, chosen, notBefore }) => ({
    recipients: ids.map((subscriberId, n) => ({ subscriberId, articles: unpackedChoices[chosen[n] ?? -1] ?? [] })),
    ...(notBefore !== undefined && { notBefore }),
  }))
  return { batches: unpacked, next }
}

/** The place of a batch: its shard, its portion from 1, and its index within the portion from 0. */
export type BatchPlace = { readonly shard: string; readonly portion: number; readonly index: number }

/** Returns the name of a batch within its issue, such as `a-12-3`. */
export function batchName({ shard, portion, index }: BatchPlace): string {
  return `${shard}-${portion}-${index}`
}

/** Reads a name that `batchName` wrote. @throws {Error} for any other text */
export function readBatchName(name: string): BatchPlace {
  const [, shard, portion, index] = /^([0-9a-f])-([1-9]\d*)-(\d+)$/.exec(name) ?? []
  if (shard === undefined) throw new Error(`Not the name of a batch: ${name}`)
  return { shard, portion: Number(portion), index: Number(index) }
}
