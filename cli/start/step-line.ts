/** Where the steps of a start are shown. */
export type Screen = {
  /** Writes text at once. */
  readonly write: (text: string) => void
  /** Columns of the terminal; undefined in a pipe or a file. */
  readonly columns: number | undefined
}

export type Step = {
  /** What is done in this step, such as "Building the Lambdas". */
  readonly name: string
  /** How much of the start is done when the step begins, and when it ends, from 0 to 1. */
  readonly from: number
  readonly to: number
}

export type StepLine = {
  begin(step: Step, now: number): void
  /** @param done share of the step that is done, from 0 to 1 @param detail such as "4 of 17" */
  advance(done: number, detail: string, now: number): void
  /** Call it at least every half second. */
  tick(now: number): void
  /** Writes a line of another origin above the step. */
  log(line: string): void
  end(): void
}

/** Milliseconds after which a pipe gets another line about a step that takes long. */
const silence = 1_500
const barWidth = 20

/**
 * Shows the steps of a start: on a terminal in one line, which changes; elsewhere one line for each step, and another
 * one whenever nothing was written for one and a half seconds. All times are in milliseconds.
 */
export function createStepLine({ write, columns }: Screen, startedAt: number, first: Step): StepLine {
  let step = first
  let done = 0
  let detail = ''
  let lastWrite = startedAt
  let shown = ''

  const text = () => (detail === '' ? step.name : `${step.name}: ${detail}`)
  const seconds = (now: number) => Math.round((now - startedAt) / 1_000)

  function draw(now: number): void {
    const bar = renderBar(step.from + (step.to - step.from) * done)
    const line = `${bar} ${text()}  ${seconds(now)} s`.slice(0, (columns ?? 0) - 1)
    if (line !== shown) write(`\r${line}\u001b[K`)
    shown = line
  }
  function clear(): void {
    if (shown !== '') write('\r\u001b[K')
    shown = ''
  }
  function add(line: string, now: number): void {
    write(`${line}\n`)
    lastWrite = now
  }

  return {
    begin: (next, now) => {
      step = next
      done = 0
      detail = ''
      if (columns === undefined) add(`${text()} ...`, now)
      else draw(now)
    },
    advance: (share, what, now) => {
      done = share
      detail = what
      if (columns !== undefined) draw(now)
    },
    tick: (now) => {
      if (columns !== undefined) draw(now)
      else if (now - lastWrite >= silence) add(`${text()} ... ${seconds(now)} s`, now)
    },
    log: (line) => {
      clear()
      write(`${line}\n`)
    },
    end: clear,
  }
}

function renderBar(share: number): string {
  const filled = Math.round(barWidth * share)
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`
}
