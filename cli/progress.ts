/** Milliseconds between two updates on a terminal, and between two lines in a log. */
const intervals = { terminal: 250, log: 5000 } as const

/**
 * Shows the state of a long command. On a terminal it overwrites one line; in a log it adds lines.
 * @param startedAt milliseconds
 */
export function createStatus(stream: NodeJS.WriteStream, startedAt: number) {
  const interval = stream.isTTY ? intervals.terminal : intervals.log
  let last = startedAt

  return {
    /** @param now milliseconds, like `startedAt` */
    show(line: string, now: number): void {
      if (now - last < interval) return
      last = now
      stream.write(stream.isTTY ? `\r${line.slice(0, (stream.columns || 80) - 1)}\u001b[K` : `${line}\n`)
    },
    clear(): void {
      if (stream.isTTY && last > startedAt) stream.write('\r\u001b[K')
    },
  }
}

/** How far a command is. */
export type Done = {
  readonly done: number
  /** Undefined while it is unknown. */
  readonly total?: number | undefined
  /** Completed share of the work, from 0 to 1, where it is known and the total is not. */
  readonly share?: number | undefined
}

/**
 * Shows how much of something is done, how fast, and how long the rest will take. A terminal also shows a bar.
 * @param unit of the things that are counted, in the plural
 * @param startedAt milliseconds
 */
export function createProgress(unit: string, stream: NodeJS.WriteStream, startedAt: number) {
  const status = createStatus(stream, startedAt)
  let first: number | undefined
  return {
    /** @param now milliseconds, like `startedAt` */
    show(progress: Done, now: number): void {
      first ??= progress.done // what was done before does not count towards the rate
      const text = describeProgress(unit, progress, progress.done - Math.min(first, progress.done), now - startedAt)
      const share = shareOf(progress)
      status.show(stream.isTTY && share !== undefined ? `${bar(share)} ${text}` : text, now)
    },
    clear: status.clear,
  }
}

/** @param recent things that were done in `elapsed` milliseconds */
export function describeProgress(unit: string, progress: Done, recent: number, elapsed: number): string {
  const { done, total } = progress
  const share = shareOf(progress)
  const perSecond = elapsed > 0 ? (recent * 1000) / elapsed : 0
  const remaining = total === undefined ? undefined : total - done
  const end = remaining && perSecond > 0 ? remaining / perSecond : undefined
  return [
    total === undefined ? `${count(done)} ${unit}` : `${count(done)} of ${count(total)} ${unit}`,
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
    ...(perSecond > 0 ? [`${perSecond >= 10 ? count(Math.round(perSecond)) : perSecond.toFixed(1)} a second`] : []),
    ...(end === undefined ? [] : [`about ${duration(end)} left`]),
  ].join(', ')
}

function shareOf({ done, total, share }: Done): number | undefined {
  return total ? Math.min(1, done / total) : share
}

const barWidth = 16

function bar(share: number): string {
  const full = Math.round(share * barWidth)
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

/** @param seconds at least 0 */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
