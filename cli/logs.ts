import { once } from 'node:events'
import { stripVTControlCharacters, styleText } from 'node:util'
import type { Command } from 'commander'
import { type LogLevel, type LogRecord, logLevels } from '../core/monitoring/log-record.ts'
import { readSince } from '../core/monitoring/read-since.ts'
import { cleanLine } from '../core/text/clean-text.ts'
import { nearest } from '../core/text/nearest.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import { findLogs } from '../operations/logs/find-logs.ts'
import { followLogs } from '../operations/logs/follow-logs.ts'
import { readLogs } from '../operations/logs/read-logs.ts'
import type { Stack } from '../operations/stack.ts'
import { readCount } from './arguments.ts'
import { onStack } from './connect.ts'

type LogOptions = {
  readonly since: string
  readonly follow?: boolean
  readonly level: string
  readonly search?: string
  readonly limit: string
  readonly json?: boolean
}

const examples = `
Examples:
  postrider logs                                    the last hour of all Lambdas
  postrider logs ingest-article --since 10m         one Lambda, ten minutes
  postrider logs --level error --since 2d           what went wrong in two days
  postrider logs --search daily-12 --since 1w       everything about an issue
  postrider logs --follow                           new lines as they are written, until Ctrl-C
  postrider logs --json --limit 1000 | jq .message  one JSON object a line`

export function define(command: Command): void {
  command
    .description('show what the Lambdas have logged, merged by time')
    .argument('[lambda]', 'only this Lambda, such as ingest-article')
    .option('--since <time>', 'a duration such as 10m, 2h or 3d, or a date or time such as 2026-11-30T08:00Z', '1h')
    .option('--follow', 'show new lines as they are written')
    .option('--level <level>', `lines that are at least this severe: ${logLevels.join(', ')}`, 'info')
    .option('--search <text>', 'lines that contain this text, with the same capitals')
    .option('--limit <number>', 'the newest lines', '200')
    .addHelpText('after', examples)
    .action(
      onStack((stack, _report, lambda: string | undefined, _own: object, itself: Command) =>
        showLogs(stack, lambda, itself.optsWithGlobals()),
      ),
    )
}

async function showLogs(stack: Stack, lambda: string | undefined, options: LogOptions): Promise<void> {
  const limit = readCount(options.limit, '--limit')
  const selection = { since: readStart(options.since), level: readLevel(options.level), search: options.search ?? '' }
  const logs = await findLogs(stack, lambda)
  const width = Math.max(...logs.map((each) => each.lambda.length))
  const output = openOutput((record) => (options.json ? [JSON.stringify(record)] : describeRecord(record, width)))
  const records = await readLogs(stack, logs, { ...selection, limit })
  await output.write(records)
  if (!options.follow) {
    if (records.length === 0) process.stderr.write(`No such line since ${selection.since.toISOString()}.\n`)
    return
  }
  const since = new Date(Math.max(Date.parse(records.at(-1)?.time ?? '') + 1 || 0, selection.since.getTime()))
  process.once('SIGINT', output.end)
  for await (const fresh of followLogs(stack, logs, { ...selection, since, signal: output.signal }))
    await output.write(fresh)
}

function readStart(text: string): Date {
  const since = readSince(text, new Date())
  if (since) return since
  throw new CommandFailure(
    `${text} is not a time: --since takes a duration such as 10m, 2h or 3d, or a date or time such as 2026-11-30T08:00Z.`,
    exitCodes.misused,
  )
}

function readLevel(text: string): LogLevel {
  const level = logLevels.find((each) => each === text.toLowerCase())
  if (level) return level
  const similar = nearest(text.toLowerCase(), logLevels)
  const hint = similar === undefined ? `Levels are ${logLevels.join(', ')}.` : `Did you mean ${similar}?`
  throw new CommandFailure(`There is no level ${text}. ${hint}`, exitCodes.misused)
}

/** Writes records to stdout until it is closed, as by `| head`. */
function openOutput(describe: (record: LogRecord) => readonly string[]) {
  const controller = new AbortController()
  const end = () => controller.abort()
  process.stdout.on('error', end)
  return {
    end,
    signal: controller.signal,
    write: async (records: readonly LogRecord[]) => {
      if (controller.signal.aborted || records.length === 0) return
      const text = records
        .flatMap(describe)
        .map((line) => `${line}\n`)
        .join('')
      if (!process.stdout.write(text)) await once(process.stdout, 'drain', controller).catch(() => {}) // closed
    },
  }
}

const colours = { debug: 'gray', info: 'reset', warn: 'yellow', error: 'red' } as const

/** Describes a record on one line, with the stack trace of an error on further ones. */
export function describeRecord(record: LogRecord, width: number): string[] {
  const { time, lambda, level, message, requestId, fields, trace } = record
  const ids = Object.entries({ ...fields, ...(requestId !== undefined && { request: requestId }) })
  const details = ids
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  const label = styleText(colours[level], level.padEnd(5))
  const text = `${printable(message)}${details && `  ${styleText('gray', printable(details))}`}`
  return [`${time}  ${lambda.padEnd(width)}  ${label}  ${text}`, ...trace.map((line) => `    ${printable(line)}`)]
}

/** Keeps what others have written from controlling the terminal. */
function printable(text: string): string {
  return cleanLine(stripVTControlCharacters(text))
}
