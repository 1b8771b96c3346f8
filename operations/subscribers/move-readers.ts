import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber, SubscriberState } from '../../core/subscribers/subscriber.ts'
import { inBatches } from '../batches.ts'
import { CommandFailure } from '../command-failure.ts'
import { readAnyDigest, readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { findSubscriber } from './find-subscriber.ts'

/** Number of subscribers that are saved at the same time. */
const savedAtOnce = 25

/** The number of subscribers that were moved, by their states. */
export type Moved = Readonly<Record<SubscriberState, number>>

/**
 * Moves the subscribers of a digest, or the one with an address, to another digest, in whatever state they are. Their first
 * issue of it contains nothing that the former digest mailed to them. If it stops, repeat it: it passes over those who were
 * moved.
 *
 * @param from a digest, also one that publication.json no longer contains, or an address
 */
export async function moveReaders(from: string, to: string, dryRun: boolean, stack: Stack): Promise<Moved> {
  const digest = readDigest(to, stack)
  const isAddress = from.includes('@')
  const source = isAddress ? undefined : await readAnyDigest(from, stack)
  if (source === digest) throw new CommandFailure(`Name two different digests: ${from} and ${to} are the same.`, 2)
  if (source !== undefined && !dryRun) await refuseWhilePlanning(source, stack)
  const counts = { confirmed: 0, pending: 0, unsubscribed: 0 }
  for await (const batch of inBatches(select(from, source, stack), savedAtOnce)) {
    const states = await Promise.all(batch.map((each) => (dryRun ? each.state : move(each, digest, stack))))
    for (const state of states) if (state) counts[state] += 1
  }
  return counts
}

/** Reads the whole table, because its index lists confirmed subscribers only. */
async function* select(from: string, source: string | undefined, stack: Stack): AsyncGenerator<Subscriber> {
  if (source === undefined) return yield (await findSubscriber(from, stack)).subscriber
  for await (const subscriber of stack.subscribers.list()) if (subscriber.digest === source) yield subscriber
}

/** Returns the state of the subscriber; undefined if they were moved or erased, or chose another digest, in the meantime. */
async function move(listed: Subscriber, digest: string, stack: Stack): Promise<SubscriberState | undefined> {
  const { addressPepper } = await stack.readSecrets()
  const result = await saveWithRetry(async () => {
    const before = await stack.subscribers.get(listed.id)
    if (!before || before.digest !== listed.digest) return { state: undefined }
    const after = applySubscriber(before, { kind: 'reassigned', digest, at: new Date().toISOString() })
    if (after === before) return { state: undefined }
    const saved = await stack.subscribers.save(before, after, hashAddress(before.address, addressPepper))
    return saved === 'superseded' ? 'superseded' : { state: before.state }
  })
  return result.state
}

/** Subscribers who are moved while recipients are chosen might get neither this issue nor its articles. */
async function refuseWhilePlanning(digest: string, { issues }: Stack): Promise<void> {
  const [newest] = await issues.list(digest, 1)
  if (newest?.state !== 'composed' && newest?.state !== 'planning') return
  throw new CommandFailure(
    `Nobody was moved, because the recipients of ${digest} ${newest.number} are still being chosen. Wait until \`npx postrider issues show ${digest} ${newest.number}\` says "sending" or "submitted", then repeat the command.`,
  )
}
