import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import type { LogsService } from '../logs/logs-service.ts'
import type { FunctionPlan } from '../template/stack-plan.ts'

/** The log of one function. Nothing that goes wrong with it affects the function. */
export type FunctionLog = {
  /** Writes a line that the function wrote to its standard output or error. */
  writeLine(line: string): void
  /** Writes the error with which an invocation failed. */
  writeError(error: unknown, requestId: string): void
}

export type FunctionLogOptions = {
  readonly dataFolder: string
  readonly logs: Pick<LogsService, 'add'>
  readonly now: () => Date
  readonly log: (line: string) => void
}

/** The only stream of a function's log group. */
export const logStream = 'local'

/** Opens the log of a function: a file in the data folder, and the function's log group. */
export function openFunctionLog({ logicalId, logging }: FunctionPlan, options: FunctionLogOptions): FunctionLog {
  const { dataFolder, logs, now, log } = options
  const appendLine = openLogFile(path.join(dataFolder, 'logs', `${logicalId}.log`))
  let failed = false
  const writeFile = (text: string) => {
    try {
      appendLine(text)
      failed = false
    } catch (error) {
      if (!failed) log(`${logicalId}: lines of the log are lost, because the file cannot be written: ${error}`)
      failed = true
    }
  }
  const addEvent = (message: string) => {
    if (logging && message !== '') logs.add({ group: logging.group, stream: logStream, at: now().getTime(), message })
  }
  return {
    writeLine: (line) => {
      writeFile(line)
      addEvent(line)
    },
    writeError: (error, requestId) => {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
      writeFile(stack ?? String(error))
      const described = { errorType: name, errorMessage: message, stackTrace: stack?.split('\n') ?? [] }
      const head = { timestamp: now().toISOString(), level: 'ERROR', requestId }
      addEvent(logging?.format === 'JSON' ? JSON.stringify({ ...head, message: described }) : (stack ?? String(error)))
    },
  }
}

/** Bytes. A larger log file is renamed to `.1` and replaces the previous one. */
const rotateAt = 5_000_000

/** Returns a function that writes each line to a file immediately, so that a crash loses none. Keeps 5 to 10 MB. */
function openLogFile(file: string): (line: string) => void {
  mkdirSync(path.dirname(file), { recursive: true })
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line) => {
    if (size > rotateAt) {
      renameSync(file, `${file}.1`)
      size = 0
    }
    appendFileSync(file, `${line}\n`)
    size += Buffer.byteLength(line) + 1
  }
}
