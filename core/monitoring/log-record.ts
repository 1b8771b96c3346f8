/** From the least to the most severe. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** A line of a Lambda's log. */
export type LogRecord = {
  readonly time: string
  readonly lambda: string
  readonly level: LogLevel
  readonly message: string
  /** Of the invocation. */
  readonly requestId?: string
  /** What else the line says: ids, counts, reasons. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The lines of an error's stack trace. */
  readonly trace: readonly string[]
}

/** A log event of a log group. */
export type LogLine = { readonly at: Date; readonly message: string }

/** What every line of a Lambda says again. */
const repeated = new Set([
  ...[
    'level',
    'message',
    'timestamp',
    'service',
    'cold_start',
    'function_arn',
    'function_memory_size',
    'function_name',
  ],
  ...['function_request_id', 'sampling_rate', 'xray_trace_id', 'requestId', 'AWSRequestId', 'error'],
])

/**
 * Reads a log event of a Lambda: JSON of the logger, JSON of Lambda itself, or text. Returns undefined for Lambda's own
 * reports about invocations that succeeded.
 */
export function readLogLine({ at, message }: LogLine, lambda: string): LogRecord | undefined {
  const head = { time: at.toISOString(), lambda }
  const json = parseObject(message)
  if (!json) return { ...head, level: levelOfText(message), message: message.trimEnd(), fields: {}, trace: [] }
  if (typeof json.type === 'string' && json.type.startsWith('platform.'))
    return readReport(json.type, json.record, head)
  const error = readError(isRecord(json.message) ? json.message : json.error)
  const requestId = json.function_request_id ?? json.requestId ?? json.AWSRequestId
  return {
    ...head,
    level: levelOf(json.level),
    message: [typeof json.message === 'string' ? json.message : '', error.text].filter(Boolean).join(': '),
    ...(typeof requestId === 'string' && { requestId }),
    fields: Object.fromEntries(Object.entries(json).filter(([name]) => !repeated.has(name))),
    trace: error.trace,
  }
}

/** Lambda reports each start and end. Only a failed invocation has a report that its function could not write itself. */
function readReport(type: string, record: unknown, head: Pick<LogRecord, 'time' | 'lambda'>): LogRecord | undefined {
  if (type !== 'platform.report' || !isRecord(record) || record.status === 'success') return undefined
  const { requestId, status, errorType } = record
  const reason = typeof errorType === 'string' ? ` (${errorType})` : ''
  return {
    ...head,
    level: 'error',
    message: `The invocation ended with the status ${status}${reason}.`,
    ...(typeof requestId === 'string' && { requestId }),
    fields: {},
    trace: [],
  }
}

type ErrorText = { readonly text: string; readonly trace: readonly string[] }

/** Reads an error as the logger or Lambda itself writes it. */
function readError(error: unknown): ErrorText {
  if (typeof error === 'string') return { text: error, trace: [] }
  if (!isRecord(error)) return { text: '', trace: [] }
  const name = error.name ?? error.errorType
  const message = error.message ?? error.errorMessage
  const stack = error.stack ?? error.stackTrace
  const lines = Array.isArray(stack) ? stack.map(String) : typeof stack === 'string' ? stack.split('\n') : []
  const text = [name, message].filter((part) => typeof part === 'string' && part !== '').join(': ')
  return { text, trace: lines.map((line) => line.trim()).filter((line) => line.startsWith('at ')) }
}

function levelOf(level: unknown): LogLevel {
  const name = String(level ?? 'info').toLowerCase()
  if (name === 'trace') return 'debug'
  if (name === 'critical' || name === 'fatal') return 'error'
  return logLevels.find((each) => each === name) ?? 'info'
}

function levelOfText(text: string): LogLevel {
  if (/\b(?:ERROR|FATAL)\b|Error:|Task timed out|Runtime exited/.test(text)) return 'error'
  return /\bWARN\b/.test(text) ? 'warn' : 'info'
}

/** Returns whether a level is at least as severe as another. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least)
}

/**
 * Composes a filter pattern of CloudWatch Logs, which leaves out most of the events that are not searched for. It cannot
 * select both a text and a level, so what it returns has to be filtered again.
 */
export function composeLogFilter({ search, level }: { readonly search: string; readonly level: LogLevel }): string {
  if (search !== '') return quote(JSON.stringify(search).slice(1, -1))
  const errors = [
    'ERROR',
    'CRITICAL',
    'FATAL',
    'Error:',
    'timed out',
    'exited',
    '"status":"error"',
    '"status":"timeout"',
  ]
  if (level === 'error') return errors.map((text) => `?${quote(text)}`).join(' ')
  if (level === 'warn') return [...errors, 'WARN'].map((text) => `?${quote(text)}`).join(' ')
  return ''
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, String.raw`\$&`)}"`
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
