import { once } from 'node:events'
import type { Command } from 'commander'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Stack } from '../../operations/stack.ts'
import {
  listSubscribers,
  readFilter,
  type SubscriberFilter,
  type TypedFilter,
} from '../../operations/subscribers/list-subscribers.ts'
import { readCount } from '../arguments.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type ListOptions = TypedFilter & {
  readonly count?: boolean
  /** A number. */
  readonly limit?: string
  readonly all?: boolean
  readonly after?: string
}

export function define(command: Command): void {
  command
    .description('list subscribers, or count them')
    .option('--state <state>', 'pending, confirmed or unsubscribed')
    .option('--digest <name>', 'who chose this digest')
    .option('--topic <slug>', 'who gets this topic')
    .option('--text <text>', 'part of the address or the name')
    .option('--since <day>', 'who joined on this day or later: 2026-11-01, or 7d for the last seven days')
    .option('--count', 'count them by state')
    .option('--limit <count>', 'how many', '50')
    .option('--all', 'list all of them')
    .option('--after <id>', 'continue after this subscriber')
    .addHelpText('after', help)
    .action(
      onStack((stack, report, options: ListOptions) => {
        const isJson = command.optsWithGlobals().json === true
        return list(options, stack, { report, write, isJson })
      }),
    )
}

const help = `
The order is always the same, but has no meaning. The last line says how to continue.

Examples:
  postrider subscribers ls --state pending --since 7d
  postrider subscribers ls --topic maps --count
  postrider subscribers ls --text @example.org --json
  postrider subscribers ls --all > readers.txt`

type Output = {
  readonly report: Report
  readonly write: (text: string) => Promise<void>
  readonly isJson: boolean
}

/** Lists subscribers as they are read, so that a list of any size needs little memory. */
export async function list(options: ListOptions, stack: Stack, { report, write, isJson }: Output): Promise<void> {
  const filter = await readFilter(options, stack, new Date())
  if (options.count) return report.answer(...(await count(filter, stack)))
  const limit = options.all ? Number.POSITIVE_INFINITY : readCount(options.limit ?? '50', '--limit')
  let listed = 0
  let next: string | undefined
  let last: string | undefined
  if (isJson) await write('{"subscribers":[')
  for await (const subscriber of listSubscribers(filter, stack, options.after)) {
    if (listed === limit) {
      next = last
      break
    }
    await write(isJson ? `${listed > 0 ? ',' : ''}${JSON.stringify(shown(subscriber))}` : `${lineOf(subscriber)}\n`)
    listed += 1
    last = subscriber.id
  }
  if (isJson) await write(`]${next === undefined ? '' : `,"next":${JSON.stringify(next)}`}}\n`)
  else if (listed === 0) await write('There is no such subscriber.\n')
  else if (next !== undefined) process.stderr.write(`There are more. Continue with --after ${next}, or use --all.\n`)
}

async function count(filter: SubscriberFilter, stack: Stack): Promise<[unknown, readonly string[]]> {
  const counts = { total: 0, confirmed: 0, pending: 0, unsubscribed: 0 }
  for await (const { state } of listSubscribers(filter, stack)) {
    counts.total += 1
    counts[state] += 1
  }
  return [counts, Object.entries(counts).map(([name, number]) => `${name}: ${number}`)]
}

/** Returns what is listed of a subscriber. `subscribers show` has the rest. */
function shown({ id, address, name, state, digest, topics, language, timeZone, createdAt, confirmedAt }: Subscriber) {
  return { id, address, name, state, digest, topics, language, timeZone, createdAt, confirmedAt }
}

function lineOf({ address, createdAt, digest, state, topics }: Subscriber): string {
  return [createdAt.slice(0, 10), state.padEnd(12), digest, address, topics.join(',') || 'all topics'].join('  ')
}

/** Writes to stdout, as fast as it is read. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
