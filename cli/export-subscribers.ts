import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import type { Stack } from './connect.ts'

const columns = [
  'email',
  'state',
  'digest',
  'topics',
  'language',
  'time_zone',
  'consent_source',
  'consent_at',
  'created_at',
  'confirmed_at',
  'unsubscribed_at',
] as const

/** Writes every subscriber as CSV (RFC 4180) to a file, or to stdout; with --json one JSON object per line. */
export async function exportSubscribers(file: string | undefined, json: boolean, stack: Stack): Promise<void> {
  const target = file === undefined ? process.stdout : createWriteStream(file)
  await pipeline(Readable.from(lines(stack, json)), target, { end: file !== undefined })
}

async function* lines(stack: Stack, json: boolean): AsyncGenerator<string> {
  if (!json) yield `${columns.join(',')}\r\n`
  for await (const subscriber of stack.subscribers.list()) {
    yield json ? `${JSON.stringify(subscriber)}\n` : `${cells(subscriber).map(quote).join(',')}\r\n`
  }
}

function cells(subscriber: Subscriber): (string | undefined)[] {
  const { address, state, digest, topics, language, timeZone, consent } = subscriber
  const { createdAt, confirmedAt, unsubscribedAt } = subscriber
  return [
    address,
    state,
    digest,
    topics.join(' '),
    language,
    timeZone,
    consent.source,
    consent.at,
    createdAt,
    confirmedAt,
    unsubscribedAt,
  ]
}

/** A cell that begins like a formula is kept from being one when a spreadsheet opens the file. */
function quote(cell = ''): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
