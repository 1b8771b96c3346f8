import { departureKey, suppressionKey } from '../../core/keys.ts'
import { exportHeader, exportRow, rememberedRow } from '../../core/subscribers/csv/export-row.ts'
import type { RememberedRow } from '../../core/subscribers/csv/remembered-row.ts'
import { hashesOf, hashKeyId } from '../../core/subscribers/hash-keys.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import { describeSubscriber, type Subscriber, type Suppression } from '../../core/subscribers/subscriber.ts'
import { inBatches } from '../batches.ts'
import type { Stack } from '../stack.ts'

export type ExportCounts = { subscribers: number; suppressions: number; departures: number }

/** Subscribers whose suppressions are read in one request. */
const batchSize = 100

/**
 * Yields the lines of an export: the subscribers, then what is remembered about other addresses, by their hashes. The latter
 * include people who complained or left while the export was written, so that an import does not mail them.
 *
 * @param counts are increased with each line
 */
export async function* exportLines(stack: Stack, json: boolean, counts: ExportCounts): AsyncGenerator<string> {
  if (!json) yield exportHeader
  const secrets = await stack.readSecrets()
  const ownKey = hashKeyId(secrets.addressPepper)
  const places = new Set<string>()
  const startedAt = new Date().toISOString()
  const write = (row: RememberedRow) => {
    if (row.remembered.suppression) counts.suppressions += 1
    else counts.departures += 1
    return json
      ? `${JSON.stringify({ addressHash: row.hash, hashKey: row.keyId, ...row.remembered })}\n`
      : rememberedRow(row)
  }
  for await (const batch of inBatches(stack.subscribers.list(), batchSize)) {
    const hashes = batch.map(({ address }) => hashesOf(address, secrets).hash)
    // In this order: what is stored in between gets a line of its own below.
    for (const place of await findPlaces(batch, secrets, stack)) places.add(place)
    const suppressions = await stack.suppressions.getMany(hashes)
    for (const [index, subscriber] of batch.entries()) {
      const hash = hashes[index] ?? ''
      const suppression = suppressions.get(hash)
      counts.subscribers += 1
      yield json
        ? `${JSON.stringify(describeSubscriber(subscriber, suppression))}\n`
        : exportRow(subscriber, suppression)
      for (const remembered of below(suppression)) yield write({ hash, keyId: ownKey, remembered })
    }
  }
  for await (const row of stack.addresses.listRemembered(startedAt)) {
    if ('left' in row) {
      const { address, unsubscribedAt: at, unsubscribedBy: by } = row.left
      const departure = { reason: 'unsubscribed', at, ...(by && { by }) } as const
      yield write({ hash: hashesOf(address, secrets).hash, keyId: ownKey, remembered: { departure } })
      continue
    }
    const { place, hash, hashKey = ownKey, suppression, departure } = row
    if (places.has(place)) continue
    for (const remembered of [
      ...(suppression ? [{ suppression }] : []),
      ...below(suppression),
      ...(departure ? [{ departure }] : []),
    ])
      yield write({ hash, keyId: hashKey, remembered })
  }
}

/** The bounce below a block gets a line of its own. */
function below(suppression: Suppression | undefined) {
  return suppression?.bounce ? [{ suppression: { reason: 'bounce' as const, ...suppression.bounce } }] : []
}

/**
 * Returns what is stored about subscribers' addresses that needs no line of its own: suppressions are in the subscribers'
 * lines, and what is remembered about people from before they confirmed is over.
 */
async function findPlaces(
  batch: readonly Subscriber[],
  secrets: Secrets,
  { addresses }: Stack,
): Promise<readonly string[]> {
  const keys = batch.flatMap(({ address, state }) => {
    const { hash, former } = hashesOf(address, secrets)
    const past =
      state === 'confirmed'
        ? [departureKey(hash), ...former.flatMap((each) => [departureKey(each), suppressionKey(each)])]
        : []
    return [suppressionKey(hash), ...past]
  })
  return addresses.findPlaces(keys)
}
