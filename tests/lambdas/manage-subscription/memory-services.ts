import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { unsubscriptionStore } from '../../../aws/deliveries/unsubscription-store.ts'
import type { AddressStore } from '../../../aws/subscribers/address-store.ts'
import { departureKey, suppressionKey } from '../../../core/keys.ts'
import type { ConfirmationMessage } from '../../../core/messages.ts'
import { combineDepartures } from '../../../core/subscribers/departure.ts'
import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import { monthOf } from '../../../core/subscribers/hash-origin.ts'
import type { Departure, Subscriber, Suppression } from '../../../core/subscribers/subscriber.ts'
import { combineSuppressions } from '../../../core/subscribers/suppression.ts'
import type { answerVisitor } from '../../../lambdas/manage-subscription.ts'
import { sampleSite } from '../../core/issues/sample-issue.ts'
import { secrets } from '../../core/subscribers/sample-subscriber.ts'

const articleTopics = ['asia', 'china'].map((slug) => ({ slug, name: slug }))

type Services = Parameters<typeof answerVisitor>[1]

/**
 * Returns the services of the subscription Lambdas in memory, with the guarantees of the real stores. They record every
 * call.
 */
export function memoryServices(...initial: readonly Subscriber[]) {
  const subscribers = new Map(initial.map((subscriber) => [subscriber.id, subscriber]))
  const suppressions = new Map<string, Suppression>()
  /** SES's own list, by address. */
  const listed = new Map<string, 'bounce' | 'complaint'>()
  const departures = new Map<string, Departure>()
  const moves = new Map<string, string>()
  const rates = new Map<string, number>()
  const answered = new Set<string>()
  const answers: { readonly digest: string; readonly month: string; readonly reason: string }[] = []
  /** Readers who left, by the key of the issue. */
  const left = new Map<string, number>()
  const messages: (ConfirmationMessage & { readonly delay: number })[] = []
  const calls: string[] = []
  /** Runs once before the next write, like a concurrent write that is faster. */
  const race: { first: (() => void) | undefined } = { first: undefined }
  /** The stack's keys, which a test may replace. */
  const keys = { secrets }
  const hashKeys = new Map<string, string>()
  const hashOf = (subscriber: Subscriber) => hashAddress(subscriber.address, keys.secrets.addressPepper)

  function write(before: Subscriber | undefined, change: () => void): 'saved' | 'superseded' {
    race.first?.()
    race.first = undefined
    const current = before && subscribers.get(before.id)
    if (before && current?.revision !== before.revision) return 'superseded'
    change()
    return 'saved'
  }

  function count(counting: Parameters<Services['subscribers']['save']>[4]) {
    const { Key, ExpressionAttributeValues } = counting?.Update ?? {}
    if (!Key) return
    const issue = `${Key.pk} ${Key.sk}`
    left.set(issue, (left.get(issue) ?? 0) + Number(ExpressionAttributeValues?.[':by']))
  }

  const services: Services = {
    site: sampleSite(),
    readSecrets: async () => keys.secrets,
    readAddressPepper: async () => keys.secrets.addressPepper,
    subscribers: {
      get: async (id) => {
        calls.push('get')
        return subscribers.get(id)
      },
      getMany: async (ids) => [...subscribers.values()].filter(({ id }) => ids.includes(id)),
      find: async (hash) => {
        calls.push('find')
        const subscriber = subscribers.values().find((each) => hashOf(each) === hash)
        if (subscriber) calls.push('get')
        return subscriber
      },
      save: async (before, after, hash, lifted, counting) => {
        calls.push('save')
        if (lifted && suppressions.get(hash) !== lifted.suppression) return 'superseded'
        const owner = subscribers.values().find((each) => hashOf(each) === hash)
        if (!before && owner) return 'superseded'
        return write(before, () => {
          subscribers.set(after.id, after)
          if (lifted) suppressions.delete(hash)
          count(counting)
        })
      },
      move: async (before, after, hashes, occupant, at) =>
        write(before, () => {
          departures.set(hashes.before, { reason: 'moved', at })
          if (occupant) subscribers.delete(occupant.id)
          subscribers.set(after.id, after)
        }),
      erase: async (subscriber, hash, departure, counting) => {
        calls.push('erase')
        return write(subscriber, () => {
          subscribers.delete(subscriber.id)
          departures.set(hash, departure)
          moves.delete(subscriber.id)
          count(counting)
        })
      },
      list: async function* () {
        yield* subscribers.values()
      },
      countRecipients: async (digest) => ({
        readers: subscribers
          .values()
          .filter((each) => each.digest === digest && each.state === 'confirmed')
          .toArray().length,
        more: false,
      }),
      listRecipients: async () => ({ subscribers: [...subscribers.values()], cursor: undefined }),
    },
    suppressions: {
      get: async (hash) => suppressions.get(hash),
      getMany: async (hashes) => new Map([...suppressions].filter(([hash]) => hashes.includes(hash))),
      add: async (hash, suppression, hashKey) => {
        if (hashKey !== undefined) hashKeys.set(hash, hashKey)
        const before = suppressions.get(hash)
        suppressions.set(hash, before ? combineSuppressions(before, suppression) : suppression)
      },
      replace: async (hash, before, after) => {
        if (suppressions.get(hash) !== before) return 'superseded'
        suppressions.set(hash, after)
        return 'saved'
      },
      remove: async (hash, before) => {
        if (suppressions.get(hash) !== before) return 'superseded'
        suppressions.delete(hash)
        return 'saved'
      },
    },
    accountSuppressions: {
      get: async (address) => listed.get(address),
      clear: async ([address = '']) => {
        const reason = listed.get(address)
        if (reason === 'bounce') listed.delete(address)
        return reason
      },
    },
    topics: {
      get: async () => undefined,
      put: async () => {},
      find: async (slugs) => articleTopics.filter(({ slug }) => slugs.includes(slug)),
    },
    unsubscriptions: unsubscriptionStore(DynamoDBDocumentClient.from(new DynamoDBClient({})), 'deliveries'),
    reasons: {
      add: async ({ id, revision, digest }, answer, at) => {
        const isSecond = answered.has(`${id} ${revision}`)
        answered.add(`${id} ${revision}`)
        if (!isSecond) answers.push({ digest, ...answer, month: at.toISOString().slice(0, 7) })
      },
      listTotals: async () => [],
      listTexts: async () => [],
    },
    moves: {
      put: async (id, address) => void moves.set(id, address),
      get: async (id) => moves.get(id),
    },
    salts: { get: async (at) => ({ month: monthOf(at), key: 'dd'.repeat(32) }) },
    rates: {
      add: async (subject, seconds, now) => {
        calls.push('count')
        const key = `${subject} ${Math.floor(now.getTime() / 1000 / seconds)}`
        rates.set(key, (rates.get(key) ?? 0) + 1)
        return rates.get(key) ?? 0
      },
    },
    confirmation: {
      add: async (message, delay = 0) => {
        calls.push('ask')
        messages.push({ ...message, delay })
      },
      addAll: async (added) => void messages.push(...added.map((message) => ({ ...message, delay: 0 }))),
    },
  }
  const addresses: AddressStore = {
    lookUp: async (hashes, former = new Map()) =>
      hashes.map((hash) => {
        const all = [hash, ...(former.get(hash) ?? [])]
        const found = all.flatMap((each) => suppressions.get(each) ?? [])
        return {
          subscriber: subscribers.values().find((each) => hashOf(each) === hash),
          suppression: found.length > 0 ? found.reduce(combineSuppressions) : undefined,
          departure: all.map((each) => departures.get(each)).reduce(combineDepartures),
        }
      }),
    listRemembered: async function* (since) {
      for (const left of subscribers.values()) if ((left.unsubscribedAt ?? '') >= since) yield { left }
      const row = (kind: string, hash: string) => ({ place: `${kind}#${hash}`, hash, hashKey: hashKeys.get(hash) })
      for (const [hash, suppression] of suppressions) {
        yield { ...row('suppression', hash), suppression, departure: undefined }
      }
      for (const [hash, departure] of departures) yield { ...row('departure', hash), suppression: undefined, departure }
    },
    findPlaces: async (found) => {
      const stored = [...[...suppressions.keys()].map(suppressionKey), ...[...departures.keys()].map(departureKey)]
      return found.map(({ pk }) => pk).filter((pk) => stored.some((each) => each.pk === pk))
    },
    addAll: async (added) => {
      const taken = new Set(subscribers.values().map(hashOf))
      if (added.some(({ hash }) => taken.has(hash))) return 'superseded'
      for (const { subscriber } of added) subscribers.set(subscriber.id, subscriber)
      return 'saved'
    },
    addDeparture: async (hash, departure, hashKey) => {
      if (hashKey !== undefined) hashKeys.set(hash, hashKey)
      const after = combineDepartures(departures.get(hash), departure)
      if (after) departures.set(hash, after)
    },
  }
  return {
    services: { ...services, addresses },
    subscribers,
    suppressions,
    listed,
    departures,
    left,
    answers,
    moves,
    keys,
    messages,
    calls,
    race,
  }
}
