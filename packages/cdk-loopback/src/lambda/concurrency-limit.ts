/** Lets so many work at a time; the others wait their turn, in order. */
export type Turns = {
  take(): Promise<void>
  give(): void
  /** Those at work and those waiting. */
  readonly count: number
  /** Sends those waiting away with this error, and resolves when nobody is at work, or after so many milliseconds. */
  close(reason: Error, graceMs: number): Promise<void>
}

export function limitTurns(limit: number): Turns {
  const waiting: PromiseWithResolvers<void>[] = []
  let working = 0
  let closed: Error | undefined
  let onQuiet = () => {}

  return {
    take: async () => {
      if (closed) throw closed
      if (working < limit) {
        working += 1
        return
      }
      const turn = Promise.withResolvers<void>()
      waiting.push(turn)
      await turn.promise
    },
    give: () => {
      const next = waiting.shift()
      if (next) next.resolve()
      else working -= 1
      if (working === 0) onQuiet()
    },
    get count() {
      return working + waiting.length
    },
    close: async (reason, graceMs) => {
      closed = reason
      for (const turn of waiting.splice(0)) turn.reject(reason)
      if (working === 0) return
      const quiet = Promise.withResolvers<void>()
      onQuiet = quiet.resolve
      const timer = setTimeout(quiet.resolve, graceMs)
      await quiet.promise
      clearTimeout(timer)
    },
  }
}
