/** Lets a limited number of callers work at a time; the others wait in order. */
export type ConcurrencyLimit = {
  acquire(): Promise<void>
  release(): void
  /** Callers at work or waiting. */
  readonly count: number
  /** Rejects the waiting callers with this error. Resolves when no caller is at work, or after `graceMs` milliseconds. */
  close(reason: Error, graceMs: number): Promise<void>
}

export function limitConcurrency(limit: number): ConcurrencyLimit {
  const waiting: PromiseWithResolvers<void>[] = []
  let working = 0
  let closed: Error | undefined
  let onQuiet = () => {}

  return {
    acquire: async () => {
      if (closed) throw closed
      if (working < limit) {
        working += 1
        return
      }
      const turn = Promise.withResolvers<void>()
      waiting.push(turn)
      await turn.promise
    },
    release: () => {
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
