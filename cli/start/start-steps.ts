import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import { createStepLine, type Step } from './step-line.ts'
import type { StepMessage, StepThreadData } from './step-thread.ts'

/** Shows what a start is doing. */
export type StartSteps = {
  begin(step: Step): void
  /** @param done share of the step that is done, from 0 to 1 @param detail such as "4 of 17" */
  advance(done: number, detail: string): void
  log(line: string): void
  /** Removes the line of a terminal. From then on, `log` writes to standard error itself. */
  end(): Promise<void>
}

/**
 * Shows the steps on standard error, beginning at once. A thread does it, because the process itself cannot while it
 * loads modules, which takes seconds on a busy machine.
 */
export function showSteps(first: Step): StartSteps {
  const { isTTY, columns } = process.stderr
  const startedAt = Date.now()
  const width = isTTY ? (columns ?? 80) : undefined
  const write = (text: string) => void process.stderr.write(text)
  createStepLine({ write, columns: width }, startedAt, first).begin(first, startedAt) // the thread needs a moment to begin
  const cache = getCompileCacheDir()
  const thread = new Worker(new URL('./step-thread.ts', import.meta.url), {
    env: { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }) },
    workerData: { columns: width, startedAt, first } satisfies StepThreadData,
  })
  thread.unref()
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
  let isOpen = true
  const tell = (message: StepMessage) => thread.postMessage(message)
  return {
    begin: (step) => tell({ kind: 'begin', step }),
    advance: (done, detail) => tell({ kind: 'advance', done, detail }),
    log: (line) => {
      if (isOpen && isTTY) tell({ kind: 'log', line })
      else write(`${line}\n`)
    },
    end: async () => {
      if (!isOpen) return
      isOpen = false
      thread.ref()
      tell({ kind: 'end' })
      await ended
    },
  }
}
