/** Milliseconds between two lines on a terminal, and in a log. */
const intervals = { terminal: 250, log: 10_000 } as const

/** Tells on stderr how far a long command is: a line that renews itself on a terminal, one now and then elsewhere. */
export function createProgress(stream: NodeJS.WriteStream, startedAt: number) {
  const interval = stream.isTTY ? intervals.terminal : intervals.log
  let last = startedAt

  return {
    /** @param share of the work that is done, from 0 to 1 */
    tell(rows: number, share: number, now: number): void {
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
