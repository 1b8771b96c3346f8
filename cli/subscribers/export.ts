import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { exportHeader, exportRow } from '../../core/subscribers/csv/export-row.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { describeSubscriber, type Subscriber, type Suppression } from '../../core/subscribers/subscriber.ts'
import { inBatches } from '../batches.ts'
import { CommandFailure } from '../command-failure.ts'
import { onStack } from '../connect.ts'
import type { Stack } from '../stack.ts'

/** Subscribers whose suppressions are read in one request. */
const batchSize = 100

export function define(command: Command): void {
  command
    .argument('[file]', 'default: stdout')
    .description('export all subscribers as CSV')
    .action(
      onStack((stack, _report, file: string | undefined) =>
        exportSubscribers(file, command.optsWithGlobals().json ?? false, stack),
      ),
    )
}

/** Writes every subscriber to a file or to stdout, as CSV (RFC 4180) or as one JSON object per line. */
export async function exportSubscribers(file: string | undefined, json: boolean, stack: Stack): Promise<void> {
  // The file contains addresses: on a shared machine, only its owner may read it.
  const target = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 })
  try {
    await pipeline(Readable.from(lines(stack, json)), target, { end: file !== undefined })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EPIPE') return // the reader of stdout has closed it, as `head` does
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw cause
    throw new CommandFailure(`Cannot write ${file}: ${code}.`, 1, { cause })
  }
}

async function* lines(stack: Stack, json: boolean): AsyncGenerator<string> {
  if (!json) yield exportHeader
  const { addressPepper } = await stack.readSecrets()
  for await (const batch of inBatches(stack.subscribers.list(), batchSize)) {
    for (const [subscriber, suppression] of await withSuppressions(batch, addressPepper, stack)) {
      yield json
        ? `${JSON.stringify(describeSubscriber(subscriber, suppression))}\n`
        : exportRow(subscriber, suppression)
    }
  }
}

async function withSuppressions(batch: readonly Subscriber[], pepper: string, stack: Stack) {
  const hashes = batch.map(({ address }) => hashAddress(address, pepper))
  const suppressions = await stack.suppressions.getMany(hashes)
  return batch.map((subscriber, index): [Subscriber, Suppression | undefined] => [
    subscriber,
    suppressions.get(hashes[index] ?? ''),
  ])
}
