/** Milliseconds between two updates on a terminal, and between two lines in a log. */
const intervals = { terminal: 250, log: 10_000 } as const

/** Shows the progress of a long command: as a line that is overwritten on a terminal, as a new line elsewhere. */
export function createProgress(stream: NodeJS.WriteStream, startedAt: number) {
  const interval = stream.isTTY ? intervals.terminal : intervals.log
  let last = startedAt

  return {
    /** @param share of the work that is done, from 0 to 1 @param now in milliseconds, as `startedAt` */
    show(rows: number, share: number, now: number): void {
      if (now - last < interval) return
      last = now
      const perSecond = Math.round((rows * 1000) / (now - startedAt))
      const line = `${rows.toLocaleString('en')} rows, ${Math.floor(share * 100)} %, ${perSecond.toLocaleString('en')} a second`
      stream.write(stream.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
    },
    clear(): void {
      if (stream.isTTY && last > startedAt) stream.write('\r\u001b[K')
    },
  }
}
