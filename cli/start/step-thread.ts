// Runs in a thread, so that the line of a start changes even while the process is busy.
import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createStepLine, type Step } from './step-line.ts'

export type StepMessage =
  | { readonly kind: 'begin'; readonly step: Step }
  | { readonly kind: 'advance'; readonly done: number; readonly detail: string }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'end' }

export type StepThreadData = {
  /** Columns of the terminal; undefined in a pipe or a file. */
  readonly columns: number | undefined
  /** Milliseconds, of this machine's clock. */
  readonly startedAt: number
  /** The step that is shown already. */
  readonly first: Step
}

const standardError = 2
/** Milliseconds. */
const interval = 100

const { columns, startedAt, first }: StepThreadData = workerData
const line = createStepLine({ write, columns }, startedAt, first)
const timer = setInterval(() => line.tick(Date.now()), interval)

parentPort?.on('message', (message: StepMessage) => {
  const now = Date.now()
  if (message.kind === 'begin') line.begin(message.step, now)
  else if (message.kind === 'advance') line.advance(message.done, message.detail, now)
  else if (message.kind === 'log') line.log(message.line)
  else {
    line.end()
    clearInterval(timer)
    parentPort?.close()
  }
})

/** A thread's own streams pass through the process, which may be busy. */
function write(text: string): void {
  try {
    writeSync(standardError, text)
  } catch {
    // Nobody reads the progress, or the pipe is full. The start itself must not fail.
  }
}
