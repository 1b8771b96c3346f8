import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { describeSubscriber, exportHeader, exportRow } from '../../core/subscribers/lists/export-subscriber.ts'
import type { Subscriber, Suppression } from '../../core/subscribers/subscriber.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'

/** Subscribers whose suppressions are looked up at once. */
const batchSize = 100

/** Writes every subscriber as CSV (RFC 4180) to a file, or to stdout; with --json one JSON object per line. */
export async function exportSubscribers(file: string | undefined, json: boolean, stack: Stack): Promise<void> {
  // It is full of addresses: nobody else's business on a shared machine.
  const target = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 })
  try {
    await pipeline(Readable.from(lines(stack, json)), target, { end: file !== undefined })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EPIPE') return // whoever reads stdout has seen enough
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw cause
    throw new CommandFailure(`Cannot write ${file}: ${code}.`, 1, { cause })
  }
}

async function* lines(stack: Stack, json: boolean): AsyncGenerator<string> {
  if (!json) yield exportHeader
  for await (const [subscriber, suppression] of withSuppressions(stack)) {
    yield json ? `${JSON.stringify(describeSubscriber(subscriber, suppression))}\n` : exportRow(subscriber, suppression)
  }
}

async function* withSuppressions(stack: Stack): AsyncGenerator<[Subscriber, Suppression | undefined]> {
  const { addressPepper } = await stack.readSecrets()
  const look = async (batch: readonly Subscriber[]): Promise<[Subscriber, Suppression | undefined][]> => {
    const hashes = batch.map(({ address }) => hashAddress(address, addressPepper))
    const suppressions = await stack.suppressions.getMany(hashes)
    return batch.map((subscriber, index) => [subscriber, suppressions.get(hashes[index] ?? '')])
  }
  let batch: Subscriber[] = []
  for await (const subscriber of stack.subscribers.list()) {
    batch.push(subscriber)
    if (batch.length < batchSize) continue
    yield* await look(batch)
    batch = []
  }
  if (batch.length > 0) yield* await look(batch)
}
