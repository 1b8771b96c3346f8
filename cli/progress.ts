/** Milliseconds between two updates on a terminal, and between two lines in a log. */
const intervals = { terminal: 250, log: 10_000 } as const

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
      stream.write(stream.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
    },
    clear(): void {
      if (stream.isTTY && last > startedAt) stream.write('\r\u001b[K')
    },
  }
}

/** Shows the progress of a command that reads rows. */
export function createProgress(stream: NodeJS.WriteStream, startedAt: number) {
  const status = createStatus(stream, startedAt)
  return {
    ...status,
    /** @param share completed share of the work, from 0 to 1 @param now milliseconds, like `startedAt` */
    show(rows: number, share: number, now: number): void {
      const perSecond = Math.round((rows * 1000) / (now - startedAt))
      const line = `${rows.toLocaleString('en')} rows, ${Math.floor(share * 100)} %, ${perSecond.toLocaleString('en')} a second`
      status.show(line, now)
    },
  }
}
