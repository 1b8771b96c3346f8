import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Subscriber, SubscriberState } from '../../core/subscribers/subscriber.ts'
import { countOf } from '../../core/text/count-of.ts'
import { inBatches } from '../../operations/batches.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readAnyDigest, readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { findSubscriber } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type MoveOptions = { readonly dryRun?: boolean }

/** Number of subscribers that are saved at the same time. */
const savedAtOnce = 25

export function define(command: Command): void {
  command
    .argument('<from>', 'a digest, also one that publication.json no longer contains, or the address of one subscriber')
    .argument('<to>', 'a digest')
    .description('move the subscribers of a digest, or one subscriber, to another digest; sends no mail')
    .option('--dry-run', 'count them and change nothing')
    .action(
      onStack((stack, report, from: string, to: string, options: MoveOptions) =>
        moveSubscribers(from, to, options, stack, report),
      ),
    )
}

/**
 * Moves subscribers to another digest, in whatever state they are. Their first issue of it contains nothing that the former
 * digest mailed to them. If the command stops, repeat it: it passes over those who were moved.
 */
export async function moveSubscribers(
  from: string,
  to: string,
  { dryRun = false }: MoveOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
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
  const moved = counts.confirmed + counts.pending + counts.unsubscribed
  report.answer({ from, to: digest, dryRun, moved, ...counts }, [describe(counts, moved, from, digest, dryRun)])
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

function describe(
  { confirmed, pending, unsubscribed }: Readonly<Record<SubscriberState, number>>,
  moved: number,
  from: string,
  to: string,
  dryRun: boolean,
): string {
  const parts = `${confirmed} confirmed, ${pending} pending, ${unsubscribed} unsubscribed`
  if (moved === 0) return `There is nobody to move from ${from} to ${to}.`
  return dryRun
    ? `Would move ${countOf(moved, 'subscriber')} from ${from} to ${to}: ${parts}. Nothing was changed.`
    : `Moved ${countOf(moved, 'subscriber')} from ${from} to ${to}: ${parts}. No mail was sent.`
}
